"""The public issues that reports point at."""

from __future__ import annotations

import re

from tempfile_conformance import contract, known
from tempfile_conformance.engine import described
from tempfile_reports import Document, Host, Implementation, Outcome, Run, Suite, Verdict


def judged(name: str, **outcomes: Outcome) -> Document:
    """A document of one run of an implementation; `outcomes` by guarantee, with _ for the dot and the hyphens."""
    ids = {re.sub(r"[.-]", "_", id_): id_ for id_ in contract.load().guarantees}
    verdicts = [Verdict(guarantee=ids[key], verdict=outcome) for key, outcome in outcomes.items()]
    run = Run(
        implementation=Implementation(name=name),
        edition="3.11",
        host=Host(),
        suite=Suite(),
        complete=True,
        selected=len(verdicts),
        executed=len(verdicts),
        verdicts=verdicts,
    )
    return Document(
        guarantees={v.guarantee: described(contract.load().guarantees[v.guarantee]) for v in verdicts}, runs=[run]
    )


def addresses(document: Document) -> list[str | None]:
    return [verdict.issue for verdict in known.annotate(document).runs[0].verdicts]


def test_every_issue_is_about_something_and_has_an_address() -> None:
    for issue in known.issues():
        assert all(
            any(known.Issue((p,), "", "").about(id_) for id_ in contract.load().guarantees) for p in issue.guarantees
        )
        assert re.fullmatch(r"https://[a-z.]+/\S+", issue.url)
    for id_ in contract.load().guarantees:
        names = [issue.implementation for issue in known.issues() if issue.about(id_)]
        assert len(names) == len(set(names)), id_


def test_a_broken_promise_of_that_implementation_alone_points_at_its_issue() -> None:
    broken = {"mkdtemp_absolute_path": Outcome.FAIL, "mkstemp_stays_in_dir": Outcome.CRASH}
    assert addresses(judged("tempfile", **broken)) == [
        "https://github.com/python/cpython/issues/51574",
        "https://github.com/python/cpython/issues/79459",
    ]
    assert addresses(judged("other", **broken)) == [None, None]
    assert addresses(judged("tempfile", mkdtemp_absolute_path=Outcome.PASS, mkstemp_kept=Outcome.FAIL)) == [None, None]
