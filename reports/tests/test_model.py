"""What counts, what does not, and what a document ends with."""

import msgspec
import pytest
from tempfile_reports import Accepted, Document, Level, Outcome, Severity, exit_code
from tempfile_reports.model import SCHEMA_VERSION

from . import samples

FINE = {"mkstemp.a": Outcome.PASS}


def test_broken_are_the_worst_first_and_neither_accepted_nor_optional():
    guarantees = {
        "a": samples.guarantee(severity=Severity.LOW),
        "b": samples.guarantee(severity=Severity.CRITICAL),
        "c": samples.guarantee(level=Level.MAY),
        "d": samples.guarantee(),
        "e": samples.guarantee(level=Level.SHOULD, severity=Severity.MEDIUM),
    }
    verdicts = [
        samples.verdict("a", Outcome.FAIL),
        samples.verdict("b", Outcome.CRASH),
        samples.verdict("c", Outcome.FAIL),
        samples.verdict("d", Outcome.FAIL, accepted=Accepted(reason="known")),
        samples.verdict("e", Outcome.TIMEOUT),
    ]
    run = samples.run(verdicts)
    assert [verdict.guarantee for verdict in run.broken(guarantees)] == ["b", "e", "a"]
    assert [verdict.guarantee for verdict in run.tolerated(guarantees)] == ["c", "d"]


@pytest.mark.parametrize(
    ("outcomes", "code"),
    [
        (FINE, 0),
        (FINE | {"mkstemp.b": Outcome.INCONCLUSIVE}, 0),
        (FINE | {"mkstemp.b": Outcome.FAIL}, 1),
        (FINE | {"mkstemp.b": Outcome.CRASH}, 1),
        (FINE | {"mkstemp.b": Outcome.TIMEOUT}, 1),
        (FINE | {"mkstemp.b": Outcome.ERROR}, 3),
        ({"mkstemp.b": Outcome.INCONCLUSIVE}, 3),
        ({"mkstemp.b": Outcome.INAPPLICABLE, "mkstemp.c": Outcome.UNSUPPORTED}, 3),
        ({"mkstemp.a": Outcome.FAIL, "mkstemp.b": Outcome.ERROR}, 1),
        ({}, 3),
    ],
)
def test_exit_code(outcomes, code):
    assert exit_code(samples.document(outcomes)) == code


def test_no_run_is_no_success():
    assert exit_code(Document(guarantees={}, runs=[])) == 3


def test_an_incomplete_run_is_no_success_and_a_broken_promise_still_wins():
    assert exit_code(samples.document(FINE, complete=False)) == 3
    assert exit_code(samples.document({"mkstemp.a": Outcome.FAIL}, complete=False)) == 1


def test_one_unjudged_run_among_good_ones_shows():
    good, bad = samples.document(FINE), samples.document({"mkstemp.a": Outcome.INCONCLUSIVE})
    assert exit_code(msgspec.structs.replace(good, runs=[*good.runs, *bad.runs])) == 3


def test_a_stale_baseline_is_as_good_as_broken():
    assert exit_code(samples.document(FINE), stale=True) == 1


def test_the_reason_of_an_incomplete_run_is_told():
    run = samples.document(FINE, complete=False, incomplete_reason="Ctrl-C").runs[0]
    assert run.unjudged() == "Ctrl-C"


def test_documents_carry_the_current_version():
    assert samples.document(FINE).schema == SCHEMA_VERSION
