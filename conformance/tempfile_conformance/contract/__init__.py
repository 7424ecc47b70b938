"""The contract: every guarantee of the documentation, as data, and the sentences it stands in.

A chapter is one TOML file beside this module; `text/EDITION.toml` lists the sentences of one edition's documentation
with the guarantees that each of them makes.
"""

from __future__ import annotations

import fnmatch
import hashlib
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from importlib import resources
from typing import Any, Literal

EDITIONS = ("2.7", "3.6", "3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14")
"""The editions of the documentation that an implementation can be held against, oldest first."""

Level = Literal["must", "should", "may"]
Severity = Literal["critical", "high", "medium", "low", "info"]

_LEVELS = ("must", "should", "may")
_SEVERITIES = ("critical", "high", "medium", "low", "info")
_PLATFORMS = ("posix", "windows", "riscos")
_KEYS = {
    "id",
    "statement",
    "level",
    "category",
    "severity",
    "cwe",
    "functions",
    "since",
    "until",
    "platforms",
}


class ContractError(ValueError):
    """The contract's own files contradict each other; the message names the file."""


@dataclass(frozen=True)
class Sentence:
    """One sentence of one edition's documentation, and what it promises.

    Either `guarantees` names what follows from it, or `none` says why it promises nothing.
    """

    edition: str
    section: str
    text: str
    guarantees: tuple[str, ...]
    none: str | None


@dataclass(frozen=True)
class Guarantee:
    """One checkable promise of the documentation.

    `since` and `until` are the first and the last edition it holds for (None: the newest); `platforms` is empty where
    it holds everywhere; `functions` are those that an implementation must have for the promise to mean anything.
    """

    id: str
    chapter: str
    statement: str
    level: Level
    category: str
    severity: Severity
    cwe: tuple[int, ...]
    functions: tuple[str, ...]
    since: str
    until: str | None
    platforms: tuple[str, ...]
    documented: tuple[Sentence, ...]

    def holds_for(self, edition: str) -> bool:
        """Whether this edition makes the promise."""
        number = _number(edition)
        return _number(self.since) <= number and (self.until is None or number <= _number(self.until))

    def inapplicable(self, edition: str, platform: str) -> str | None:
        """Why the promise is not made to an implementation of this edition on this platform; None where it is."""
        if not self.holds_for(edition):
            return f"promised by {self.editions}, not by {edition}"
        if self.platforms and platform not in self.platforms:
            return f"promised on {', '.join(self.platforms)} only"
        return None

    @property
    def editions(self) -> str:
        """The editions in words."""
        if self.until is None:
            return f"{self.since} and later"
        return self.since if self.until == self.since else f"{self.since} to {self.until}"


class Contract:
    """All guarantees, in the order of the chapters."""

    def __init__(self, guarantees: Iterable[Guarantee], sentences: Iterable[Sentence], digest: str) -> None:
        self.guarantees: Mapping[str, Guarantee] = {item.id: item for item in guarantees}
        self.sentences = tuple(sentences)
        self.digest = digest

    @cached_property
    def chapters(self) -> tuple[str, ...]:
        """The chapters' names, in order."""
        return tuple(dict.fromkeys(item.chapter for item in self.guarantees.values()))

    def select(self, patterns: Iterable[str] = ()) -> tuple[Guarantee, ...]:
        """The guarantees whose id matches any of the shell-style patterns; all of them without a pattern.

        Raises LookupError for a pattern that matches none, with what was probably meant.
        """
        wanted = tuple(patterns)
        for pattern in wanted:
            if not any(fnmatch.fnmatchcase(name, pattern) for name in self.guarantees):
                raise LookupError(f"no guarantee matches {pattern!r}{self._suggestion(pattern)}")
        return tuple(
            item
            for item in self.guarantees.values()
            if not wanted or any(fnmatch.fnmatchcase(item.id, pattern) for pattern in wanted)
        )

    def _suggestion(self, pattern: str) -> str:
        import difflib

        lower = {name.lower(): name for name in self.guarantees}
        close = difflib.get_close_matches(pattern.lower(), lower, n=3, cutoff=0.5)
        if close:
            return "; close to it: " + ", ".join(lower[name] for name in close)
        return "; `tempfile-conformance guarantees` lists them"


def _number(edition: str) -> tuple[int, ...]:
    return tuple(int(part) for part in edition.split("."))


@lru_cache(maxsize=1)
def load() -> Contract:
    """The contract as shipped. Raises `ContractError` when its files contradict each other."""
    folder = resources.files(__name__)
    digest = hashlib.sha256()
    files: dict[str, dict[str, Any]] = {}
    texts: dict[str, dict[str, Any]] = {}
    for target, place in ((files, folder), (texts, folder / "text")):
        for entry in sorted(place.iterdir(), key=lambda item: item.name):
            if entry.name.endswith(".toml"):
                data = entry.read_bytes()
                digest.update(data)
                target[entry.name] = tomllib.loads(data.decode("utf-8"))
    sentences = [item for name, raw in texts.items() for item in _sentences(name, raw)]
    documented: dict[str, list[Sentence]] = {}
    for sentence in sentences:
        for name in sentence.guarantees:
            documented.setdefault(name, []).append(sentence)
    guarantees: list[Guarantee] = []
    for name, raw in sorted(files.items(), key=lambda item: int(item[1]["order"])):
        guarantees += [_guarantee(name, raw["chapter"], item, documented) for item in raw["guarantee"]]
    names = [item.id for item in guarantees]
    for name in names:
        if names.count(name) > 1:
            raise ContractError(f"the id {name} is used twice")
    unknown = sorted(set(documented) - set(names))
    if unknown:
        raise ContractError(f"the text names guarantees that do not exist: {', '.join(unknown)}")
    return Contract(guarantees, sentences, digest.hexdigest()[:12])


def _sentences(file: str, raw: dict[str, Any]) -> Iterable[Sentence]:
    for item in raw["sentence"]:
        if ("guarantees" in item) == ("none" in item):
            raise ContractError(f"text/{file}: give either guarantees or none for {item['text'][:60]!r}")
        yield Sentence(
            edition=raw["edition"],
            section=item["section"],
            text=item["text"],
            guarantees=tuple(item.get("guarantees", ())),
            none=item.get("none"),
        )


def _guarantee(file: str, chapter: str, raw: dict[str, Any], documented: dict[str, list[Sentence]]) -> Guarantee:
    where = f"{file}: {raw.get('id', raw)}"
    if unknown := set(raw) - _KEYS:
        raise ContractError(f"{where}: unknown fields {sorted(unknown)}")
    if not raw["id"].startswith(chapter + "."):
        raise ContractError(f"{where}: the id must begin with {chapter}.")
    if raw["level"] not in _LEVELS or raw["severity"] not in _SEVERITIES:
        raise ContractError(f"{where}: unknown level or severity")
    platforms = tuple(raw.get("platforms", ()))
    if set(platforms) - set(_PLATFORMS):
        raise ContractError(f"{where}: unknown platform in {platforms}")
    return Guarantee(
        id=raw["id"],
        chapter=chapter,
        statement=raw["statement"],
        level=raw["level"],
        category=raw["category"],
        severity=raw["severity"],
        cwe=tuple(raw.get("cwe", ())),
        functions=tuple(raw["functions"]),
        since=raw["since"],
        until=raw.get("until"),
        platforms=platforms,
        documented=tuple(documented.get(raw["id"], ())),
    )
