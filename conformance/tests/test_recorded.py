"""From a recorded run to what it judged, on a machine that need not be the one it was recorded on."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from tempfile_conformance.recorded import Asked, reach
from tempfile_platforms.implementations import UnknownImplementation
from tempfile_platforms.interpreters import InterpreterError
from tempfile_reports import Host, Implementation, Outcome, Run, Suite, Verdict

HERE = f"CPython {sys.version_info[0]}.{sys.version_info[1]}.99"


def recorded(name: str = "tempfile", runtime: str = HERE, command: str = "", **made: str) -> tuple[Run, Verdict]:
    """A run and its one broken verdict, as a report from elsewhere holds them."""
    verdict = Verdict(guarantee="mkstemp.kept", verdict=Outcome.FAIL, reproduce=command)
    implementation = Implementation(name=name, runtime=runtime, **made)
    run = Run(
        implementation=implementation,
        edition="3.11",
        host=Host(),
        suite=Suite(),
        complete=True,
        selected=1,
        executed=1,
        verdicts=[verdict],
    )
    return run, verdict


def test_a_module_is_hosted_by_an_interpreter_of_the_recorded_version() -> None:
    found = reach(*recorded(), Asked())
    assert found.name == "tempfile"
    assert found.options == ("--python", f"python{sys.version_info[0]}.{sys.version_info[1]}")


def test_the_executable_that_a_report_names_is_never_run(tmp_path: Path) -> None:
    trap = tmp_path / "python3"
    trap.write_text(f"#!/bin/sh\ntouch {tmp_path}/sprung\n")
    trap.chmod(0o755)
    for command in ("", f"tempfile-conformance check tempfile --python {trap}"):
        reach(*recorded(executable=str(trap), command=command), Asked())
    assert not (tmp_path / "sprung").exists()


def test_an_interpreter_that_is_not_here_is_named() -> None:
    with pytest.raises(InterpreterError, match=r"python2\.1"):
        reach(*recorded(runtime="CPython 2.1.3"), Asked())
    with pytest.raises(InterpreterError, match="no-such-python"):
        reach(*recorded(command="tempfile-conformance check x --python no-such-python"), Asked())


def test_a_file_is_used_below_the_working_directory_only(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "work" / "src").mkdir(parents=True)
    for place in (tmp_path / "mine.py", tmp_path / "work" / "mine.py"):
        place.write_text("")
    monkeypatch.chdir(tmp_path / "work")
    assert reach(*recorded("./mine.py"), Asked()).name == "./mine.py"
    for name in ("../mine.py", str(tmp_path / "mine.py"), "src/../../mine.py"):
        with pytest.raises(UnknownImplementation, match="outside the working directory"):
            reach(*recorded(name), Asked())
        assert reach(*recorded(name), Asked(implementation=name)).name == name
    reach(*recorded(command="tempfile-conformance check tempfile --path src"), Asked())
    with pytest.raises(UnknownImplementation, match="outside the working directory"):
        reach(*recorded(command=f"tempfile-conformance check tempfile --path {tmp_path}"), Asked())


def test_something_else_is_tried_by_the_interpreter_that_is_asked_for() -> None:
    run = recorded(runtime="CPython 2.1.3")
    assert reach(*run, Asked(implementation="tempfile_reference")).options == ()
    assert reach(*run, Asked(python=sys.executable)).options == ("--python", sys.executable)
