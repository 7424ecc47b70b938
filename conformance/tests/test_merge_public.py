"""What `merge --public` leaves out of a record."""

from __future__ import annotations

from pathlib import Path

from tempfile_conformance.cli.merge import anonymous
from tempfile_reports import Counterexample, Document, Host, Implementation, Outcome, Run, Step, Suite, Verdict


def test_a_public_record_tells_no_paths_no_user_and_no_request_but_all_that_was_seen() -> None:
    step = Step(call="mkstemp()", result="3", request={"op": "call", "function": "mkstemp"})
    broken = Counterexample(arguments={"suffix": ".x"}, expected="one", seen="other", steps=[step])
    verdicts = [
        Verdict(
            guarantee="mkstemp.kept",
            verdict=Outcome.FAIL,
            counterexample=broken,
            reproduce=f"check mine --path {Path.cwd() / 'src'}",
        ),
        Verdict(guarantee="mkstemp.text", verdict=Outcome.PASS, examples=7),
    ]
    run = Run(
        implementation=Implementation(name="mine", file="/home/me/mine.py", executable="/home/me/bin/python"),
        edition="3.13",
        host=Host(system="Linux", release="6.1-me", user="me", machine="x86_64"),
        suite=Suite(),
        complete=True,
        selected=2,
        executed=2,
        verdicts=verdicts,
    )
    (told,) = anonymous(Document(guarantees={}, runs=[run])).runs
    assert (told.implementation.file, told.implementation.executable) == (None, None)
    assert (told.host.user, told.host.release, told.host.machine) == ("", "", "x86_64")
    (first, second) = told.verdicts
    assert second == verdicts[1]
    assert first.reproduce == "check mine --path src"
    assert first.counterexample is not None
    assert (first.counterexample.arguments, first.counterexample.seen) == ({"suffix": ".x"}, "other")
    assert first.counterexample.steps == [Step(call="mkstemp()", result="3")]
