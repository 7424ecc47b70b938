"""What changed between two documents, as a verdict on the change.

Only a promise that was not broken before and is broken now is worse, and only then is the exit code 1. What
an older suite did not judge (a new guarantee, a new run, one that could not be decided before) is new, never
a regression; what can no longer be told is gone.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from enum import StrEnum

from tempfile_reports.matrix import labels
from tempfile_reports.model import Document, Guarantee, Level, Outcome, Run, Verdict
from tempfile_reports.text import plural


class Kind(StrEnum):
    """What became of one guarantee in one run, in the order in which it is told.

    `OTHER`, broken before and now but not in the same way, is only told where the comparison is exact.
    """

    BETTER = "better"
    NEW = "new"
    GONE = "gone"
    OTHER = "otherwise"
    WORSE = "worse"
    UNCHANGED = "unchanged"


@dataclass(frozen=True)
class Change:
    """One guarantee in one pair of runs; `run` names the pair, `counts` is False for a `may` or an accepted
    one.
    """

    kind: Kind
    id: str
    guarantee: Guarantee
    run: str
    old: Verdict | None
    new: Verdict | None
    counts: bool = True


@dataclass(frozen=True)
class Difference:
    """Everything that changed, and what could not be compared (`notes`). If `exact`, every change counts."""

    changes: list[Change] = field(default_factory=list)
    unchanged: int = 0
    judged: int = 0
    notes: list[str] = field(default_factory=list)
    exact: bool = False

    def of(self, kind: Kind) -> list[Change]:
        """The changes of one kind, worst severity first."""
        found = [change for change in self.changes if change.kind is kind]
        return sorted(found, key=lambda change: change.guarantee.severity.rank)

    @property
    def exit_code(self) -> int:
        """1 when a promise that counts got worse (if `exact`: when anything changed), 3 when no guarantee was
        judged on both sides, else 0.
        """
        if any(change.counts for change in self.of(Kind.WORSE)) or (self.exact and self.changes):
            return 1
        return 0 if self.judged else 3

    def headline(self) -> str:
        """One sentence with the counts."""
        parts = [f"{len(self.of(kind))} {kind.value}" for kind in Kind if kind is not Kind.UNCHANGED and self.of(kind)]
        same = f"{self.unchanged:,} unchanged"
        if not self.judged:
            return "nothing that was judged on both sides: " + ", ".join([*parts, same])
        return ", ".join([*parts, same])


def diff(old: Document, new: Document, *, exact: bool = False) -> Difference:
    """Compare two documents, run by run and guarantee by guarantee.

    With `exact`, `old` is a record that `new` must repeat: only runs of the same version of an implementation are
    compared, and every changed verdict counts, better or worse, new or gone. What one of the two hosts could not
    decide is a note all the same, and so is a run that the record does not have.
    """
    changes: list[Change] = []
    notes: list[str] = []
    unchanged = judged = 0
    old_names, new_names = labels(old.runs), labels(new.runs)
    pairs = _same(old.runs, new.runs) if exact else _pairs(old.runs, new.runs)
    for before, after in pairs:
        one, two = old.runs[before], new.runs[after]
        notes += _unlike(one, two, new_names[after])
        undecided = 0
        for change in _changes(old, new, one, two, new_names[after]):
            judged += bool(_judged(change.old) and _judged(change.new))
            if exact and Outcome.INCONCLUSIVE in _outcomes(change) and change.kind is not Kind.UNCHANGED:
                undecided += 1
            elif exact and change.kind is Kind.UNCHANGED and len(_outcomes(change)) > 1:
                changes.append(replace(change, kind=Kind.OTHER))
            elif change.kind is Kind.UNCHANGED:
                unchanged += 1
            else:
                changes.append(change)
        if undecided:
            notes.append(f"{new_names[after]}: {plural(undecided, 'guarantee')} could be decided on one host only")
    paired_old, paired_new = {before for before, _ in pairs}, {after for _, after in pairs}
    for number, run in enumerate(old.runs):
        if number not in paired_old and not exact:
            notes.append(f"the run {old_names[number]} is gone, with {_many(run)}")
    for number, run in enumerate(new.runs):
        if number not in paired_new:
            what = "is not in the record" if exact else "is new"
            notes.append(f"the run {new_names[number]} {what}, with {_many(run)}")
    return Difference(changes, unchanged, judged, notes, exact)


def judge(old: Verdict | None, new: Verdict | None) -> Kind:
    """What the step from one verdict to another means."""
    before, after = _state(old), _state(new)
    if before == after:
        return Kind.UNCHANGED
    if before in ("broken", "lacks") and after == "kept":
        return Kind.BETTER
    if after == "broken" and before in ("kept", "lacks"):
        return Kind.WORSE
    if before == "kept" and after == "lacks":
        return Kind.WORSE
    if after in ("open", "outside", "absent", "lacks") and before in ("kept", "broken", "lacks"):
        return Kind.GONE
    if before in ("open", "outside", "absent") and after in ("kept", "broken", "lacks"):
        return Kind.NEW
    return Kind.NEW if before == "absent" else Kind.GONE if after == "absent" else Kind.UNCHANGED


def _state(verdict: Verdict | None) -> str:
    if verdict is None:
        return "absent"
    if verdict.verdict.broken:
        return "broken"
    return {
        Outcome.PASS: "kept",
        Outcome.UNSUPPORTED: "lacks",
        Outcome.INAPPLICABLE: "outside",
    }.get(verdict.verdict, "open")


def _outcomes(change: Change) -> set[Outcome]:
    return {verdict.verdict for verdict in (change.old, change.new) if verdict is not None}


def _judged(verdict: Verdict | None) -> bool:
    return verdict is not None and (verdict.verdict.judged or verdict.verdict is Outcome.UNSUPPORTED)


def _changes(old: Document, new: Document, one: Run, two: Run, name: str) -> Iterator[Change]:
    before = {verdict.guarantee: verdict for verdict in one.verdicts}
    after = {verdict.guarantee: verdict for verdict in two.verdicts}
    for id_ in dict.fromkeys([*after, *before]):
        guarantee = new.guarantees.get(id_) or old.guarantees[id_]
        verdict = after.get(id_)
        counts = guarantee.level is not Level.MAY and not (verdict and verdict.accepted)
        yield Change(judge(before.get(id_), verdict), id_, guarantee, name, before.get(id_), verdict, counts)


def _pairs(old: list[Run], new: list[Run]) -> list[tuple[int, int]]:
    """Which old run belongs to which new one: the most particular facts first, then fewer."""
    left, right = list(range(len(old))), list(range(len(new)))
    pairs: list[tuple[int, int]] = []
    for key in _KEYS:
        for value in dict.fromkeys(key(old[number]) for number in left):
            ours = sorted((n for n in left if key(old[n]) == value), key=lambda n: old[n].started)
            theirs = sorted((n for n in right if key(new[n]) == value), key=lambda n: new[n].started)
            if len(ours) == len(theirs) or (key is _KEYS[0] and theirs):
                # As many on both sides: in the order they were made. Else, of equal runs, the latest ones.
                for pair in zip(reversed(ours), reversed(theirs), strict=False):
                    pairs.append(pair)
                    left.remove(pair[0])
                    right.remove(pair[1])
    if len(old) == len(new) == 1 and not pairs:
        pairs.append((0, 0))
    return sorted(pairs, key=lambda pair: pair[1])


def _same(old: list[Run], new: list[Run]) -> list[tuple[int, int]]:
    """The pairs of runs of the very same version of an implementation, on the same platform."""

    def key(run: Run) -> tuple[str | None, ...]:
        made = run.implementation
        # Without a version of its own, what it ran on does not matter: it is to behave the same everywhere.
        return (made.name, made.version, made.version and made.runtime, run.edition, run.host.platform)

    def likeness(one: Run, two: Run) -> tuple[bool, ...]:
        """How alike the hosts are: a record may hold the same version on several file systems and for several users."""
        return (
            one.host.filesystem == two.host.filesystem,
            one.host.uid == two.host.uid,
            one.implementation.runtime == two.implementation.runtime,
        )

    pairs = []
    for after, run in enumerate(new):
        places = [number for number, before in enumerate(old) if key(before) == key(run)]
        if places:
            pairs.append((max(places, key=lambda number: likeness(old[number], run)), after))
    return pairs


_KEYS: tuple[Callable[[Run], tuple[str, ...]], ...] = (
    lambda r: (*_core(r), r.host.filesystem, r.host.machine, r.implementation.runtime, r.profile),
    lambda r: (*_core(r), r.host.filesystem, r.implementation.runtime),
    lambda r: (*_core(r), r.host.filesystem),
    lambda r: _core(r),
)


def _core(run: Run) -> tuple[str, ...]:
    return (run.implementation.name, run.implementation.agent, run.edition, run.host.platform)


def _unlike(old: Run, new: Run, name: str) -> Iterator[str]:
    """What makes two paired runs less than comparable."""
    facts = {
        "implementation": (old.implementation.name, new.implementation.name),
        "edition": (old.edition, new.edition),
        "platform": (old.host.platform, new.host.platform),
        "file system": (old.host.filesystem, new.host.filesystem),
        "profile": (old.profile, new.profile),
    }
    for fact, (before, after) in facts.items():
        if before != after:
            yield f"{name}: another {fact}: {before or 'unknown'} before, {after or 'unknown'} now"
    for run, which in ((old, "old"), (new, "new")):
        if run.unjudged():
            yield f"{name}: the {which} run is not whole: {run.unjudged()}"


def _many(run: Run) -> str:
    return plural(len(run.verdicts), "guarantee")
