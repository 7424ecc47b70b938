"""Writing a baseline: accept what is broken now, drop what no longer is, keep everything a person wrote.

The file is edited as text, entry by entry, because comments and layout belong to its owner; what comes out is
read back before it is written, so an edit that went wrong is never saved.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import tomlkit

from tempfile_reports import baseline as reading
from tempfile_reports.errors import ReportError
from tempfile_reports.files import write_whole
from tempfile_reports.history import version
from tempfile_reports.model import Document, Outcome, Run
from tempfile_reports.text import visible

HEADER = """\
# The broken promises that are accepted, for tempfile-conformance.
# Every entry needs a reason. Conditions (platform, edition, implementation, interpreter, filesystem), a link
# and the day it expires are optional. An entry that no longer holds makes the check fail.
"""

_FACTS: dict[str, Callable[[Run], str]] = {
    "platform": lambda run: run.host.platform,
    "edition": lambda run: run.edition,
    "implementation": lambda run: run.implementation.name,
    "interpreter": version,
    "filesystem": lambda run: run.host.filesystem,
}


@dataclass(frozen=True)
class Edited:
    """The new text of a baseline, and the ids of the guarantees whose entries came, went and stayed."""

    text: str
    added: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]


def write_baseline(
    document: Document,
    path: str | os.PathLike[str],
    *,
    update: bool = False,
    reason: str = "",
) -> Edited:
    """Write the baseline of a document to `path`, whole or not at all.

    An existing file is only touched with `update`; then its comments, reasons and conditions stay, entries
    that are no longer broken go, and new ones are added at the end. `reason` is given to the new entries;
    without one they have to be filled in before the baseline is accepted. Raises `ReportError`.
    """
    target = Path(path)
    text = ""
    if target.exists():
        if not update:
            raise ReportError(f"{visible(str(target))}: exists already; update it, or remove it first")
        reading.load(target)
        text = target.read_text("utf-8-sig")
    edited = edit(document, text, source=str(target), reason=reason)
    try:
        data = edited.text.encode("utf-8")
    except UnicodeEncodeError:
        raise ReportError(f"{visible(str(target))}: not written: a name in the report is no valid text") from None
    write_whole(target, data)
    return edited


def edit(
    document: Document,
    text: str = "",
    *,
    source: str = "baseline",
    reason: str = "",
) -> Edited:
    """The text of a baseline brought up to date with a document. Raises `ReportError` when `text` is no
    baseline.
    """
    old = reading.loads(text, source) if text.strip() else reading.Baseline(source, ())
    stale = [entry for entry in old.entries if _stale(entry, document)]
    kept = [entry for entry in old.entries if entry not in stale]
    if stale and not all(entry.first for entry in old.entries):
        raise ReportError(f"{visible(source)}: its layout is too unusual to edit: remove the stale entries by hand")
    lines = text.split("\n")
    for entry in reversed(stale):
        _cut(lines, entry)
    additions = _additions(document, kept)
    pieces = ["\n".join(lines).strip("\n") or HEADER.strip()]
    pieces += [_table(id_, reason, conditions) for id_, conditions in additions]
    result = "\n\n".join(pieces) + "\n"
    _verify(result, source, kept, additions)
    return Edited(
        text=result,
        added=tuple(id_ for id_, _ in additions),
        removed=tuple(entry.guarantee for entry in stale),
        kept=tuple(entry.guarantee for entry in kept),
    )


def _stale(entry: reading.Entry, document: Document) -> bool:
    """Whether a document shows that an entry is needed no more: kept or not asked wherever it applies."""
    if entry.guarantee not in document.guarantees:
        return False  # perhaps a run limited to a few guarantees; the strict reader knows them all
    found = reading.outcomes(entry, document).values()
    settled = (Outcome.PASS, Outcome.UNSUPPORTED, Outcome.INAPPLICABLE)
    return bool(found) and all(outcome in settled for outcome in found)


def _cut(lines: list[str], entry: reading.Entry) -> None:
    """Take out an entry, the comment right above it and the blank line after it."""
    first, last = entry.first - 1, entry.last
    while first > 0 and lines[first - 1].lstrip().startswith("#") and not _opening(lines, first - 1):
        first -= 1
    if last < len(lines) and not lines[last].strip():
        last += 1
    del lines[first:last]


def _opening(lines: list[str], number: int) -> bool:
    """Whether a comment line belongs to the words at the top of the file."""
    return all(line.lstrip().startswith("#") for line in lines[: number + 1])


def _additions(document: Document, entries: list[reading.Entry]) -> list[tuple[str, dict[str, list[str]]]]:
    """The broken guarantees no entry accepts yet, each with the conditions that tell where it is broken."""
    broken: dict[str, list[int]] = {}
    for number, run in enumerate(document.runs):
        for verdict in run.broken(document.guarantees) + run.tolerated(document.guarantees):
            if document.guarantees[verdict.guarantee].level != "may" and not any(
                entry.guarantee == verdict.guarantee and entry.applies(run) for entry in entries
            ):
                broken.setdefault(verdict.guarantee, []).append(number)
    order = {id_: place for place, id_ in enumerate(document.guarantees)}
    found: list[tuple[str, dict[str, list[str]]]] = []
    for id_ in sorted(broken, key=order.__getitem__):
        kept = [
            number
            for number, run in enumerate(document.runs)
            for verdict in run.verdicts
            if verdict.guarantee == id_ and not verdict.verdict.broken and verdict.verdict.judged
        ]
        found += [(id_, conditions) for conditions in _conditions(document.runs, broken[id_], kept)]
    return found


def _conditions(runs: list[Run], broken: list[int], kept: list[int]) -> list[dict[str, list[str]]]:
    """The fewest conditions that hold where a guarantee is broken and not where it is kept."""
    if not kept:
        return [{}]
    for name, fact in _FACTS.items():
        inside = {fact(runs[number]) for number in broken}
        if all(inside) and inside.isdisjoint(fact(runs[number]) for number in kept):
            return [{name: sorted(inside)}]
    exact = [{name: [fact(runs[number])] for name, fact in _FACTS.items() if fact(runs[number])} for number in broken]
    return [conditions for place, conditions in enumerate(exact) if conditions not in exact[:place]]


def _table(id_: str, reason: str, conditions: dict[str, list[str]]) -> str:
    table = tomlkit.table()
    table["guarantee"] = id_
    table["reason"] = reason
    for name, values in conditions.items():
        literal = [_literally(value) for value in values]
        table[name] = literal[0] if len(literal) == 1 else literal
    return f"[[accepted]]\n{tomlkit.dumps(table).strip()}"


def _literally(value: str) -> str:
    """A value as a pattern that matches only itself."""
    return "".join(f"[{char}]" if char in "*?[" else char for char in value)


def _verify(
    text: str, source: str, kept: list[reading.Entry], additions: list[tuple[str, dict[str, list[str]]]]
) -> None:
    found = [entry.guarantee for entry in reading.loads(text, source).entries]
    if found != [*(entry.guarantee for entry in kept), *(id_ for id_, _ in additions)]:
        raise ReportError(f"{visible(source)}: its layout is too unusual to edit: change it by hand")
