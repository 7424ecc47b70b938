"""Verdicts over the versions of one implementation."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tempfile_reports.matrix import Row, chapters, word
from tempfile_reports.model import Document, Run
from tempfile_reports.text import visible


@dataclass(frozen=True)
class History:
    """The versions of one implementation on one platform, oldest first, and the guarantees whose verdict
    changed.
    """

    title: str
    versions: tuple[str, ...]
    runs: tuple[int, ...]
    broken: tuple[int, ...]
    rows: tuple[Row, ...]
    unchanged: int


def histories(document: Document) -> list[History]:
    """One history for each implementation and platform with at least two versions; empty when there is none.

    Versions that were all held against one edition are one history, versions each held against their own
    another.
    """
    lines: dict[tuple[str, str, str], dict[str, int]] = {}
    for key, numbers in _groups(document.runs).items():
        versions: dict[str, int] = {}
        for number in sorted(numbers, key=lambda number: document.runs[number].started):
            versions[version(document.runs[number])] = number  # the latest run of a version stands for it
        if len(versions) > 1:
            lines[key] = versions
    rows = [row for chapter in chapters(document) for row in chapter.rows]
    return [_history(document, key, versions, rows) for key, versions in lines.items()]


def version(run: Run) -> str:
    """Which version of the implementation a run judged: its own, else that of what it ran on."""
    if run.implementation.version:
        return visible(run.implementation.version, 40)
    match = re.search(r"[0-9]+(?:\.[0-9]+)+\S*", run.implementation.runtime)
    return visible(match[0], 40) if match else ""


def version_key(text: str) -> tuple[tuple[int, str], ...]:
    """Sorts versions by their numbers: 3.9 before 3.10, and 3.14.0rc1 before 3.14.0."""
    pieces = re.findall(r"[0-9]+|[A-Za-z]+", text)
    key = tuple((int(piece[:15]), "") if piece.isdigit() else (-1, piece) for piece in pieces)
    return (*key, (0, ""))


def _changed(row: Row) -> bool:
    """Whether a verdict changed, and not only from a promise that is kept to one that is not made."""
    words = {word(cell, row.guarantee) for cell in row.cells}
    return len(words - {"n/a", "-"}) > 1 or (len(words) > 1 and any(cell and cell.verdict.broken for cell in row.cells))


def _groups(runs: list[Run]) -> dict[tuple[str, str, str], list[int]]:
    by_edition: dict[tuple[str, str, str], list[int]] = {}
    for number, run in enumerate(runs):
        if version(run):
            key = (run.implementation.name, run.host.platform, run.edition)
            by_edition.setdefault(key, []).append(number)
    groups: dict[tuple[str, str, str], list[int]] = {}
    for (name, platform, edition), numbers in by_edition.items():
        same = len({version(runs[number]) for number in numbers}) > 1
        groups.setdefault((name, platform, edition if same else ""), []).extend(numbers)
    return groups


def _history(document: Document, key: tuple[str, str, str], versions: dict[str, int], rows: list[Row]) -> History:
    name, platform, edition = key
    order = sorted(versions, key=version_key)
    numbers = tuple(versions[text] for text in order)
    picked = [Row(row.id, row.guarantee, tuple(row.cells[number] for number in numbers)) for row in rows]
    present = [row for row in picked if any(row.cells)]
    changed = [row for row in present if _changed(row)]
    held = f"held against edition {edition}" if edition else "each held against its own edition"
    return History(
        title=visible(f"{name} on {platform or 'an unnamed platform'}, {held}", 200),
        versions=tuple(order),
        runs=numbers,
        broken=tuple(len(document.runs[number].broken(document.guarantees)) for number in numbers),
        rows=tuple(changed),
        unchanged=len(present) - len(changed),
    )
