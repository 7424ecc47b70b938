"""The one document everything in this room is made from.

A document holds the guarantees somebody was judged by and one run for each implementation on each host. It is
plain data: it says what was seen, never how it is shown. `tempfile_reports.files` reads and writes it.

Fields that a later minor version of the schema adds are ignored when an older tool reads them; a new major
version is refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum
from typing import Annotated, Any

import msgspec

SCHEMA_VERSION = "1.0"
"""Written into every document. Readers accept any minor version of the same major."""

Count = Annotated[int, msgspec.Meta(ge=0)]
Seconds = Annotated[float, msgspec.Meta(ge=0)]


class Outcome(StrEnum):
    """What came of holding one guarantee against one implementation: a closed set.

    Whether the outcome was expected is a second axis (`Verdict.accepted`) and never part of it.
    """

    PASS = "pass"
    FAIL = "fail"
    CRASH = "crash"
    TIMEOUT = "timeout"
    UNSUPPORTED = "unsupported"
    INAPPLICABLE = "inapplicable"
    INCONCLUSIVE = "inconclusive"
    ERROR = "error"

    @property
    def judged(self) -> bool:
        """Whether the implementation itself was decided on: it kept the promise or it broke it."""
        return self is Outcome.PASS or self.broken

    @property
    def broken(self) -> bool:
        """Whether the promise was broken, in whatever way."""
        return self in (Outcome.FAIL, Outcome.CRASH, Outcome.TIMEOUT)


class Level(StrEnum):
    """How binding a guarantee is. A broken `may` is shown, but never counts against an implementation."""

    MUST = "must"
    SHOULD = "should"
    MAY = "may"


class Severity(StrEnum):
    """How much harm a broken guarantee can do, worst first."""

    CRITICAL = "critical"
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for the worst, so that sorting by it puts the worst first."""
        return list(Severity).index(self)


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What every piece of the document has in common: immutable, and built with named fields only."""


class Documented(Part, frozen=True, kw_only=True):
    """Where the documentation makes the promise."""

    edition: str
    section: str
    sentence: str


class Guarantee(Part, frozen=True, kw_only=True):
    """One promise of the documentation, as the contract had it when the run was made."""

    statement: str
    chapter: str
    level: Level = Level.MUST
    category: str = ""
    severity: Severity = Severity.INFO
    cwe: list[Count] = []
    documented: list[Documented] = []
    editions: str = ""
    functions: list[str] = []


class Implementation(Part, frozen=True, kw_only=True):
    """What was judged. `runtime` is what it ran on, for example ``CPython 3.11.7``."""

    name: str
    language: str = ""
    version: str | None = None
    file: str | None = None
    agent: str = ""
    runtime: str = ""
    executable: str | None = None
    functions: list[str] = []


class Host(Part, frozen=True, kw_only=True):
    """Where it was judged. `platform` is the short name guarantees use, such as ``linux`` or ``win32``."""

    system: str = ""
    release: str = ""
    machine: str = ""
    platform: str = ""
    filesystem: str = ""
    user: str = ""
    uid: int | None = None
    umask: str | None = None
    interpreter: str = ""
    facts: dict[str, str] = {}


class Suite(Part, frozen=True, kw_only=True):
    """Which suite judged it, and by which contract."""

    name: str = "tempfile-conformance"
    version: str = ""
    contract: str = ""


class Step(Part, frozen=True, kw_only=True):
    """One call of a counterexample, its result as text, and the request that `reproduce` sends again."""

    call: str
    result: str = ""
    request: dict[str, Any] = {}


class Counterexample(Part, frozen=True, kw_only=True):
    """The smallest input found that breaks the promise."""

    arguments: dict[str, Any] = {}
    expected: str = ""
    seen: str = ""
    steps: list[Step] = []


class EvidenceLine(Part, frozen=True, kw_only=True):
    """One line of evidence; `mark` is set on the lines that matter."""

    text: str
    mark: bool = False


class Evidence(Part, frozen=True, kw_only=True):
    """What a tool such as strace saw."""

    tool: str
    lines: list[EvidenceLine] = []


class Accepted(Part, frozen=True, kw_only=True):
    """Why the owner of the implementation lives with a broken promise, taken from the baseline."""

    reason: str
    link: str | None = None
    expires: str | None = None


class Verdict(Part, frozen=True, kw_only=True):
    """What came of one guarantee in one run. `issue` is the address of a public issue that tells of the broken
    promise, where one is known.
    """

    guarantee: str
    verdict: Outcome
    reason: str = ""
    examples: Count = 0
    seconds: Seconds = 0.0
    sensors: list[str] = []
    counterexample: Counterexample | None = None
    evidence: Evidence | None = None
    reproduce: str | None = None
    issue: str | None = None
    accepted: Accepted | None = None


class Run(Part, frozen=True, kw_only=True):
    """Every verdict of one implementation on one host. `verdicts` holds each guarantee at most once.

    `lane` names the place in a round of many: interpreter, file system and user; empty outside of one.
    """

    implementation: Implementation
    lane: str = ""
    edition: str
    edition_reason: str = ""
    host: Host
    suite: Suite
    profile: str = ""
    seed: int | None = None
    started: str = ""
    seconds: Seconds = 0.0
    complete: bool
    incomplete_reason: str | None = None
    selected: Count
    executed: Count
    verdicts: list[Verdict]

    def broken(self, guarantees: Mapping[str, Guarantee]) -> list[Verdict]:
        """The verdicts that count against the implementation, worst severity first.

        That is fail, crash and timeout, not accepted by a baseline, of a guarantee whose level (looked up in
        `guarantees`, the document's) is `must` or `should`.
        """
        found = [verdict for verdict in self.verdicts if counts(verdict, guarantees[verdict.guarantee])]
        return sorted(found, key=lambda verdict: guarantees[verdict.guarantee].severity.rank)

    def tolerated(self, guarantees: Mapping[str, Guarantee]) -> list[Verdict]:
        """The broken promises that do not count: accepted by a baseline, or only a `may`."""
        return [
            verdict
            for verdict in self.verdicts
            if verdict.verdict.broken and not counts(verdict, guarantees[verdict.guarantee])
        ]

    def undecided(self) -> list[Verdict]:
        """The verdicts that say nothing about the implementation: inconclusive, and errors of the suite."""
        return [v for v in self.verdicts if v.verdict in (Outcome.INCONCLUSIVE, Outcome.ERROR)]

    def counts(self) -> dict[Outcome, int]:
        """How often each outcome occurs, in the order of `Outcome`; none that does not occur."""
        found = dict.fromkeys(Outcome, 0)
        for verdict in self.verdicts:
            found[verdict.verdict] += 1
        return {outcome: number for outcome, number in found.items() if number}

    def unjudged(self) -> str:
        """Why this run decides nothing, or not everything it set out to; empty when it is whole."""
        if not self.complete:
            return self.incomplete_reason or "the run did not finish"
        if not self.verdicts:
            return "no guarantee was selected"
        errors = self.counts().get(Outcome.ERROR, 0)
        if errors:
            return f"{errors} {'check' if errors == 1 else 'checks'} of the suite itself went wrong"
        if not any(verdict.verdict.judged for verdict in self.verdicts):
            return "not one guarantee could be decided"
        return ""


class Document(Part, frozen=True, kw_only=True):
    """The whole file: the guarantees, by id, and the runs that were judged by them."""

    schema: str = SCHEMA_VERSION
    guarantees: dict[str, Guarantee]
    runs: list[Run]

    def broken(self) -> Iterator[tuple[Run, Verdict]]:
        """Every verdict that counts, run by run."""
        for run in self.runs:
            for verdict in run.broken(self.guarantees):
                yield run, verdict


def counts(verdict: Verdict, guarantee: Guarantee) -> bool:
    """Whether a verdict counts against the implementation: broken, not accepted, and more than a `may`."""
    return verdict.verdict.broken and verdict.accepted is None and guarantee.level is not Level.MAY


def exit_code(document: Document, *, stale: bool = False) -> int:
    """What the command line ends with: 0 as expected, 1 something is broken, 3 it could not be judged.

    `stale` says that a baseline entry no longer holds, which counts as broken. A broken promise wins over a
    run that is incomplete or went wrong elsewhere: the counterexample is in hand and no missing verdict takes
    it back. Without one, a document with no run, or with any run that is not whole (`Run.unjudged`), is 3.
    """
    if stale or next(document.broken(), None) is not None:
        return 1
    if not document.runs or any(run.unjudged() for run in document.runs):
        return 3
    return 0
