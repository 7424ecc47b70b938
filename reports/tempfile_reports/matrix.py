"""Runs side by side: the rows, the columns and their names, which every rendering shares."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from tempfile_reports.model import Document, Guarantee, Outcome, Run, Verdict, counts
from tempfile_reports.text import visible

LABEL_LIMIT = 60

SHORT = {
    Outcome.PASS: "pass",
    Outcome.FAIL: "FAIL",
    Outcome.CRASH: "CRASH",
    Outcome.TIMEOUT: "TIMEOUT",
    Outcome.UNSUPPORTED: "lacks",
    Outcome.INAPPLICABLE: "n/a",
    Outcome.INCONCLUSIVE: "open",
    Outcome.ERROR: "ERROR",
}
"""The word a narrow cell shows for each outcome."""

MEANING = {
    "pass": "the promise was kept",
    "FAIL": "the promise was broken",
    "CRASH": "the implementation crashed",
    "TIMEOUT": "the implementation hung",
    "lacks": "unsupported: the implementation does not have the function",
    "n/a": "inapplicable: not promised for this edition or platform",
    "open": "inconclusive: this host cannot decide it",
    "ERROR": "the suite itself went wrong",
    "accepted": "broken, and accepted by the baseline",
    "optional": "broken, but the documentation only says may",
    "-": "not part of that run",
}
"""What each word of a cell means."""


@dataclass(frozen=True)
class Row:
    """One guarantee across all runs; a cell is None where a run does not have it."""

    id: str
    guarantee: Guarantee
    cells: tuple[Verdict | None, ...]

    @property
    def uniform(self) -> Outcome | None:
        """The outcome all runs share, or None where they differ. A row somebody accepted is never uniform."""
        first = self.cells[0]
        if first is None or any(
            cell is None or cell.verdict is not first.verdict or cell.accepted for cell in self.cells
        ):
            return None
        return first.verdict


@dataclass(frozen=True)
class Chapter:
    """One chapter of the contract and its rows, in the contract's order."""

    name: str
    rows: list[Row] = field(default_factory=list)


@dataclass(frozen=True)
class Finding:
    """One way in which one guarantee is broken, with every run that breaks it in exactly this way."""

    id: str
    guarantee: Guarantee
    verdict: Verdict
    runs: tuple[int, ...]


def word(verdict: Verdict | None, guarantee: Guarantee) -> str:
    """The word for a cell; one of the keys of `MEANING`."""
    if verdict is None:
        return "-"
    if verdict.verdict.broken and not counts(verdict, guarantee):
        return "accepted" if verdict.accepted else "optional"
    return SHORT[verdict.verdict]


def chapters(document: Document) -> list[Chapter]:
    """Every guarantee that some run judged, chapter by chapter, aligned by id. Empty without runs."""
    by_run = [{verdict.guarantee: verdict for verdict in run.verdicts} for run in document.runs]
    found: dict[str, Chapter] = {}
    for id_, guarantee in document.guarantees.items():
        cells = tuple(verdicts.get(id_) for verdicts in by_run)
        if any(cells):
            chapter = found.setdefault(guarantee.chapter, Chapter(guarantee.chapter))
            chapter.rows.append(Row(id_, guarantee, cells))
    return list(found.values())


def findings(document: Document, *, tolerated: bool = False) -> list[Finding]:
    """The broken promises, worst severity first, runs that show the very same thing taken together.

    With `tolerated`, those that do not count (accepted, or only a `may`) instead of those that do.
    """
    groups: dict[tuple[str, str], tuple[Verdict, list[int]]] = {}
    for number, run in enumerate(document.runs):
        choose = run.tolerated if tolerated else run.broken
        for verdict in choose(document.guarantees):
            groups.setdefault((verdict.guarantee, _sameness(verdict)), (verdict, []))[1].append(number)
    order = {id_: place for place, id_ in enumerate(document.guarantees)}
    found = [
        Finding(id_, document.guarantees[id_], verdict, tuple(runs)) for (id_, _), (verdict, runs) in groups.items()
    ]
    return sorted(found, key=lambda f: (f.guarantee.severity.rank, order[f.id], f.runs))


def labels(runs: list[Run]) -> list[str]:
    """A short name for each run, no longer than it takes to tell them apart; equal ones get a number."""
    if not runs:
        return []
    parts = [[_clean(run.implementation.name) for run in runs]]
    for fact in _FACTS:
        texts = [" ".join(pieces) for pieces in zip(*parts, strict=True)]
        if len(set(texts)) == len(texts):
            return texts
        values = [_clean(fact(run)) for run in runs]
        if len(set(zip(texts, values, strict=True))) > len(set(texts)):
            parts.append(values)
    texts = [" ".join(filter(None, pieces)) for pieces in zip(*parts, strict=True)]
    return list(_numbered(texts))


def together(numbers: Iterable[int], names: Sequence[str]) -> Iterator[tuple[int, str]]:
    """The names of some runs, to be read one after the other: what begins like the one before it is shortened.

    `tempfile 3.12, tempfile 3.13` becomes `tempfile 3.12, 3.13`.
    """
    before = ""
    for number in numbers:
        head, _, rest = names[number].partition(" ")
        yield number, rest if rest and head == before else names[number]
        before = head


def ranges(numbers: Sequence[int]) -> str:
    """Sorted numbers of runs, from 0, as a reader counts them: 1 to 7 as one range."""
    found: list[list[int]] = []
    for number in numbers:
        if found and number == found[-1][-1] + 1:
            found[-1].append(number)
        else:
            found.append([number])
    return ", ".join(f"{one[0] + 1}\N{EN DASH}{one[-1] + 1}" if len(one) > 1 else f"{one[0] + 1}" for one in found)


def numbers(run: Run, document: Document) -> dict[str, int]:
    """How often each word of a cell occurs in a run."""
    found: dict[str, int] = {}
    for verdict in run.verdicts:
        said = word(verdict, document.guarantees[verdict.guarantee])
        found[said] = found.get(said, 0) + 1
    return found


def reasons(verdicts: list[Verdict]) -> list[tuple[str, list[Verdict]]]:
    """Verdicts grouped by their reason, the most frequent first."""
    groups: dict[str, list[Verdict]] = {}
    for verdict in verdicts:
        groups.setdefault(verdict.reason or "no reason given", []).append(verdict)
    return sorted(groups.items(), key=lambda item: -len(item[1]))


def remark(verdict: Verdict) -> str:
    """The reason of a verdict, unless its counterexample says the same already."""
    shown = verdict.counterexample
    if shown is None or not (shown.expected or shown.seen):
        return verdict.reason
    told = shown.expected in verdict.reason and shown.seen in verdict.reason
    return "" if told else verdict.reason


def where(run: Run) -> str:
    """What a run was made on, in one line."""
    host = run.host
    pieces = [f"{host.system} {host.release} {host.machine}".strip(), host.filesystem]
    if host.user:
        pieces.append(f"user {host.user}")
    if host.umask:
        pieces.append(f"umask {host.umask}")
    return visible(", ".join(filter(None, pieces)), 300)


_FACTS: tuple[Callable[[Run], str], ...] = (
    lambda run: run.lane,
    lambda run: run.implementation.version or "",
    lambda run: run.implementation.runtime,
    lambda run: run.host.platform,
    lambda run: run.edition and f"edition {run.edition}",
    lambda run: run.host.filesystem,
    lambda run: run.host.machine,
    lambda run: run.implementation.agent,
    lambda run: run.host.release,
    lambda run: run.host.user,
    lambda run: run.profile,
    lambda run: run.started,
)


def _clean(value: str) -> str:
    return visible(value, LABEL_LIMIT)


def _numbered(texts: list[str]) -> Iterator[str]:
    seen: dict[str, int] = {}
    for text in texts:
        seen[text] = seen.get(text, 0) + 1
        yield text if texts.count(text) == 1 else f"{text} #{seen[text]}"


def _sameness(verdict: Verdict) -> str:
    """What two verdicts must share to be told as one: not the calls, which differ by names and folders."""
    shown = verdict.counterexample
    seen = (shown.expected, shown.seen) if shown else ()
    return repr((verdict.verdict.value, verdict.reason, seen, verdict.accepted, verdict.issue))
