"""The broken promises an implementation's owner lives with, each with a reason: read, checked and applied.

A baseline is TOML with one ``[[accepted]]`` table for each accepted failure::

    [[accepted]]
    guarantee = "mkstemp.inherit-not"
    reason = "handles are inherited until the port reaches edition 3.4"
    platform = "win32"                 # conditions, each one text or a list of texts; * stands for anything
    expires = 2026-06-30

It is strict: an entry that is no longer needed is a problem, and so is one without a reason, so that the file
never says more than what is true today. `tempfile_reports.baseline_edit` writes it.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from fnmatch import fnmatchcase
from typing import Any

import msgspec

from tempfile_reports.errors import ReportError
from tempfile_reports.history import version
from tempfile_reports.matrix import labels
from tempfile_reports.model import Accepted, Document, Outcome, Run, Verdict
from tempfile_reports.text import visible

CONDITIONS = ("platform", "edition", "implementation", "interpreter", "filesystem")
"""What an entry may be limited to."""

_KEYS = {"guarantee", "reason", "link", "expires", *CONDITIONS}
_HEADER = re.compile(r"""^\s*\[\[\s*(accepted|"accepted"|'accepted')\s*\]\]""")


@dataclass(frozen=True)
class Entry:
    """One accepted failure. `first` and `last` are its lines in the file, from 1, or 0 where unknown."""

    guarantee: str
    reason: str
    conditions: dict[str, tuple[str, ...]]
    link: str | None
    expires: date | None
    first: int
    last: int

    def applies(self, run: Run) -> bool:
        """Whether all conditions hold for a run."""
        facts = {
            "platform": (run.host.platform,),
            "edition": (run.edition,),
            "implementation": (run.implementation.name,),
            "interpreter": (run.implementation.runtime, *_prefixes(version(run))),
            "filesystem": (run.host.filesystem,),
        }
        return all(
            any(fnmatchcase(fact, pattern) for fact in facts[name] for pattern in patterns)
            for name, patterns in self.conditions.items()
        )


@dataclass(frozen=True)
class Baseline:
    """All entries of one file; `source` names it in messages."""

    source: str
    entries: tuple[Entry, ...]


@dataclass(frozen=True)
class Problem:
    """Something in a baseline that no longer holds, with the lines to change or remove."""

    source: str
    entry: Entry
    message: str

    def __str__(self) -> str:
        place = self.source
        if self.entry.first:
            place += f":{self.entry.first}"
        return f"{place}: {visible(self.entry.guarantee, 200)}: {self.message}"


@dataclass(frozen=True)
class Applied:
    """A document with its accepted failures marked, and what is wrong with the baseline; any problem is exit
    code 1.
    """

    document: Document
    problems: tuple[Problem, ...]


def load(path: str | os.PathLike[str]) -> Baseline:
    """Read a baseline. Raises `ReportError`, naming file and line, when it is unreadable or no valid
    baseline.
    """
    source = visible(os.fspath(path))
    try:
        with open(path, "rb") as file:
            data = file.read()
    except (OSError, ValueError) as error:
        raise ReportError(f"{source}: cannot be read: {getattr(error, 'strerror', None) or error}") from None
    try:
        return loads(data.decode("utf-8-sig"), source)
    except UnicodeDecodeError as error:
        raise ReportError(f"{source}: not UTF-8 text: byte {error.start}") from None


def loads(text: str, source: str = "baseline") -> Baseline:
    """Read a baseline from text; `source` names it in messages. Raises `ReportError`."""
    try:
        data = tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError, ValueError) as error:
        raise ReportError(f"{source}: not TOML: {visible(str(error), 200)}") from None
    unknown = sorted(set(data) - {"accepted"})
    if unknown:
        raise ReportError(f"{source}: unknown key {visible(unknown[0], 60)!r}; a baseline holds [[accepted]] tables")
    tables = data.get("accepted", [])
    if not isinstance(tables, list) or not all(isinstance(table, dict) for table in tables):
        raise ReportError(f"{source}: 'accepted' must be a list of tables: [[accepted]]")
    places = spans(text)
    if len(places) != len(tables):
        places = [(0, 0)] * len(tables)
    entries = [_entry(table, place, source) for table, place in zip(tables, places, strict=True)]
    return Baseline(source, tuple(entries))


def apply(
    document: Document, baseline: Baseline, *, known: Collection[str] | None = None, today: date | None = None
) -> Applied:
    """Mark every broken verdict that the baseline accepts, and find the entries that no longer hold.

    `known` are the ids of all guarantees there are (default: the document's own), so that a run limited to
    some of them does not make the other entries look unknown. Entries whose conditions hold for no run here
    are left alone.
    """
    today = today or date.today()
    known = document.guarantees if known is None else known
    names = labels(document.runs)
    problems: list[Problem] = []
    usable: list[Entry] = []
    for entry in baseline.entries:
        message = _complaint(entry, document, names, known, today)
        if message:
            problems.append(Problem(baseline.source, entry, message))
        if entry.reason.strip() and not expired(entry, today):
            usable.append(entry)
    runs: list[Run] = []
    doubled: dict[int, Entry] = {}
    for run in document.runs:
        by_id: dict[str, list[Entry]] = {}
        for entry in usable:
            if entry.applies(run):
                by_id.setdefault(entry.guarantee, []).append(entry)
        for first, *others in by_id.values():
            doubled |= {id(other): first for other in others}
        runs.append(msgspec.structs.replace(run, verdicts=[_accept(v, by_id) for v in run.verdicts]))
    for entry in usable:
        if id(entry) in doubled:
            line = doubled[id(entry)].first
            problems.append(Problem(baseline.source, entry, f"accepted twice, see line {line}: {_remove(entry)}"))
    problems.sort(key=lambda problem: problem.entry.first)
    return Applied(msgspec.structs.replace(document, runs=runs), tuple(problems))


def expired(entry: Entry, today: date) -> bool:
    """Whether the last day of an entry is over."""
    return entry.expires is not None and entry.expires < today


def spans(text: str) -> list[tuple[int, int]]:
    """First and last line, from 1, of each ``[[accepted]]`` table, without the comments that follow it."""
    lines = text.split("\n")  # not splitlines, which also breaks at characters that TOML allows inside a string
    starts = [number for number, line in enumerate(lines) if _HEADER.match(line)]
    found = []
    for start, end in zip(starts, [*starts[1:], len(lines)], strict=False):
        last = end - 1
        while last > start and (not lines[last].strip() or lines[last].lstrip().startswith("#")):
            last -= 1
        found.append((start + 1, last + 1))
    return found


def outcomes(entry: Entry, document: Document) -> dict[int, Outcome]:
    """What came of an entry's guarantee in each run (by number) for which its conditions hold."""
    return {
        number: verdict.verdict
        for number, run in enumerate(document.runs)
        if entry.applies(run)
        for verdict in run.verdicts
        if verdict.guarantee == entry.guarantee
    }


def _complaint(entry: Entry, document: Document, names: list[str], known: Collection[str], today: date) -> str:
    if entry.guarantee not in known:
        return f"no such guarantee: {_remove(entry)}"
    if not entry.reason.strip():
        return "accepted without a reason: say why, in 'reason'"
    if expired(entry, today):
        return f"accepted until {entry.expires}, which is over: {_remove(entry)}, or decide on a new date"
    found = outcomes(entry, document)
    if not found:
        return ""
    kept = [names[number] for number, outcome in found.items() if outcome is Outcome.PASS]
    if kept and any(outcome.broken for outcome in found.values()):
        return f"no longer broken in {', '.join(kept[:5])}: limit the entry to where it is, with a condition"
    if kept:
        return f"no longer broken: {_remove(entry)}"
    if all(outcome in (Outcome.UNSUPPORTED, Outcome.INAPPLICABLE) for outcome in found.values()):
        return f"nothing to accept, it is {next(iter(found.values()))} here: {_remove(entry)}"
    return ""


def _remove(entry: Entry) -> str:
    if not entry.first:
        return "remove the entry"
    return f"remove lines {entry.first} to {entry.last}"


def _accept(verdict: Verdict, entries: dict[str, list[Entry]]) -> Verdict:
    matching = entries.get(verdict.guarantee)
    accepted = None
    if matching and verdict.verdict.broken:
        entry = matching[0]
        expires = entry.expires.isoformat() if entry.expires else None
        accepted = Accepted(reason=entry.reason, link=entry.link, expires=expires)
    if accepted == verdict.accepted:
        return verdict
    return msgspec.structs.replace(verdict, accepted=accepted)


def _prefixes(text: str) -> list[str]:
    """3.11.7 is matched by 3.11.7, by 3.11 and by 3."""
    pieces = text.split(".")
    return [".".join(pieces[:length]) for length in range(1, len(pieces) + 1)]


def _entry(table: dict[str, Any], place: tuple[int, int], source: str) -> Entry:
    where = f"{source}:{place[0]}" if place[0] else source

    def text(key: str, default: str | None = None) -> str | None:
        value = table.get(key, default)
        if value is not default and not isinstance(value, str):
            raise ReportError(f"{where}: {key!r} must be text")
        return value

    unknown = sorted(set(table) - _KEYS)
    if unknown:
        allowed = ", ".join(sorted(_KEYS))
        raise ReportError(f"{where}: unknown key {visible(unknown[0], 60)!r}; an entry may have {allowed}")
    guarantee = text("guarantee")
    if not guarantee:
        raise ReportError(f"{where}: an entry needs a 'guarantee'")
    conditions: dict[str, tuple[str, ...]] = {}
    for name in CONDITIONS:
        if name in table:
            values = table[name] if isinstance(table[name], list) else [table[name]]
            if not values or not all(isinstance(value, str) and value for value in values):
                raise ReportError(f"{where}: {name!r} must be text or a list of texts")
            conditions[name] = tuple(values)
    return Entry(
        guarantee=guarantee,
        reason=text("reason", "") or "",
        conditions=conditions,
        link=text("link"),
        expires=_date(table.get("expires"), where),
        first=place[0],
        last=place[1],
    )


def _date(value: object, where: str) -> date | None:
    if value is None:
        return None
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    try:
        return date.fromisoformat(str(value))
    except ValueError:
        raise ReportError(f"{where}: 'expires' must be a date such as 2026-06-30") from None
