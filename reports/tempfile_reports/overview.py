"""What the top of the page says: what was judged, on what and when, and how much of it came out how."""

from __future__ import annotations

from dataclasses import dataclass

from tempfile_reports.matrix import MEANING, chapters, numbers, together, where, word
from tempfile_reports.model import Document, Run, Severity
from tempfile_reports.text import visible


@dataclass(frozen=True)
class Part:
    """One piece of a bar: the letter of its style, where it begins and how wide it is, of 100."""

    kind: str
    start: float
    width: float


def overview(runs: list[Run]) -> dict[str, str]:
    """What was judged, on what, when and by what, in a few words each for all runs together."""
    started = sorted({run.started for run in runs if run.started})
    return {
        "judged": _some([_with(run.implementation.name, run.implementation.version) for run in runs]),
        "against edition": _some([run.edition for run in runs]),
        "on": _some([where(run) for run in runs], 3),
        "running": _some([run.implementation.runtime for run in runs]),
        "suite": _some([f"{run.suite.version}, contract {run.suite.contract}" for run in runs]),
        "how": _some([how(run) for run in runs]),
        "when": " to ".join(dict.fromkeys([*started[:1], *started[-1:]])).replace("T", " "),
    }


def how(run: Run) -> str:
    """The profile and the seed of a run."""
    return f"profile {run.profile}, {'fixed examples' if run.seed is None else f'seed {run.seed}'}"


def tally(document: Document) -> dict[str, int]:
    """How often each word of a cell occurs in all runs together."""
    every = [numbers(run, document) for run in document.runs]
    return {said: total for said in MEANING if (total := sum(one.get(said, 0) for one in every))}


def choices(document: Document) -> dict[str, list[str]]:
    """What the filters offer: only values that occur."""
    rows = [row for chapter in chapters(document) for row in chapter.rows]
    words = {word(cell, row.guarantee) for row in rows for cell in row.cells}
    severities = {row.guarantee.severity for row in rows}
    return {
        "chapter": [chapter.name for chapter in chapters(document)],
        "level": sorted({row.guarantee.level.value for row in rows}),
        "verdict": [said for said in MEANING if said in words],
        "severity": [severity.value for severity in Severity if severity in severities],
        "cwe": [f"CWE-{number}" for number in sorted({n for row in rows for n in row.guarantee.cwe})],
        "platform": sorted({run.host.platform for run in document.runs if run.host.platform}),
    }


def hosts(runs: list[Run]) -> list[tuple[str, dict[str, str], list[int]]]:
    """Every kind of host: in one line, its further facts, and the runs made on it."""
    found: dict[str, tuple[str, dict[str, str], list[int]]] = {}
    for number, run in enumerate(runs):
        place = where(run)
        found.setdefault(repr((place, run.host.facts)), (place, run.host.facts, []))[2].append(number)
    return list(found.values())


def varies(runs: list[Run]) -> dict[str, bool]:
    """Which facts are not the same for all runs, so that they have to be told run by run."""
    return {
        "suite": len({(run.suite.version, run.suite.contract, how(run)) for run in runs}) > 1,
        "host": len({where(run) for run in runs}) > 1,
    }


def bar(shares: list[int]) -> list[Part]:
    """A bar of the numbers broken, not counted, open, kept and not asked; what occurs at all can be seen."""
    whole = sum(shares)
    parts: list[Part] = []
    start = 0.0
    for kind, share in zip("FaopN", shares, strict=True):
        if share:
            width = max(1.5, round(100 * share / whole, 2))
            parts.append(Part(kind, round(start, 2), round(min(width, 100 - start), 2)))
            start += width
    return parts


def _with(name: str, version: str | None) -> str:
    return f"{name} {version}" if version else name


def _some(values: list[str], most: int = 12) -> str:
    """The different values, the first few by name and the others counted."""
    different = [visible(value, 200) for value in dict.fromkeys(values) if value]
    more = f" and {len(different) - most} more" if len(different) > most else ""
    shown = different[:most]
    return ", ".join(name for _, name in together(range(len(shown)), shown)) + more
