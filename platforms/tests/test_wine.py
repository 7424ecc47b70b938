"""The program that keeps wine's server alive, with a stand-in for wine."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tempfile_platforms import interpreters, launchers, wine
from tempfile_platforms.handshake import Agent
from tempfile_platforms.interpreters import InterpreterError
from tempfile_platforms.launchers import Launcher
from tempfile_platforms.protocol import StartError
from tempfile_platforms.session import Session

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="Windows runs its own programs")

ECHOES = """
echo "$$ <${TEMPFILE_CONFORMANCE-unmarked}>" >>"$WINEPREFIX/started"
echo 'Microsoft Windows 6.1.7601'
while read -r word rest; do echo "$rest"; done
"""


@pytest.fixture
def prefix(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The folder of a wine that nobody else uses; its keeper ends with the test."""
    monkeypatch.setattr(wine, "_keepers", {})
    yield tmp_path / "prefix"
    wine._end_all()


def fake(tmp_path: Path, script: str) -> str:
    """A program that stands for wine."""
    program = tmp_path / "wine"
    program.write_text(f"#!/bin/sh\n{script}")
    program.chmod(0o755)
    return str(program)


def started(prefix: Path) -> list[str]:
    """One line for each start: the process and the mark it had."""
    return (prefix / "started").read_text().splitlines()


def test_it_is_started_once_and_without_the_mark(prefix: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEMPFILE_CONFORMANCE", "ours")
    program = fake(tmp_path, ECHOES)
    callers = [threading.Thread(target=wine.keep, args=(program, {"WINEPREFIX": str(prefix)})) for _ in range(4)]
    for caller in callers:
        caller.start()
    for caller in callers:
        caller.join()
    assert [line.partition(" ")[2] for line in started(prefix)] == ["<unmarked>"]


def test_each_wine_folder_has_one(prefix: Path, tmp_path: Path) -> None:
    program = fake(tmp_path, ECHOES)
    for folder in (prefix, tmp_path / "other", prefix):
        wine.keep(program, {"WINEPREFIX": str(folder)})
    assert (len(started(prefix)), len(started(tmp_path / "other"))) == (1, 1)


def test_one_that_was_killed_is_replaced_at_once(prefix: Path, tmp_path: Path) -> None:
    program = fake(tmp_path, ECHOES)
    wine.keep(program, {"WINEPREFIX": str(prefix)})
    os.kill(int(started(prefix)[0].partition(" ")[0]), signal.SIGKILL)
    wine.keep(program, {"WINEPREFIX": str(prefix)})
    assert len(started(prefix)) == 2


def test_what_cannot_join_a_server_that_is_ending_is_started_again(prefix: Path, tmp_path: Path) -> None:
    program = fake(tmp_path, f'[ -e "$WINEPREFIX/tried" ] || {{ touch "$WINEPREFIX/tried"; exit 1; }}\n{ECHOES}')
    wine.keep(program, {"WINEPREFIX": str(prefix)})
    assert len(started(prefix)) == 1


@pytest.mark.skipif(not hasattr(os, "fork"), reason="there are no forks here")
def test_a_fork_has_its_own(prefix: Path, tmp_path: Path) -> None:
    program = fake(tmp_path, ECHOES)
    wine.keep(program, {"WINEPREFIX": str(prefix)})
    child = os.fork()
    if child == 0:
        wine.keep(program, {"WINEPREFIX": str(prefix)})
        os._exit(0)
    assert os.waitpid(child, 0)[1] == 0
    assert len(started(prefix)) == 2
    wine.keep(program, {"WINEPREFIX": str(prefix)})
    assert len(started(prefix)) == 2


@pytest.mark.parametrize("ending", ["", "os.kill(os.getpid(), 9)"])
def test_it_ends_with_the_process_however_that_ends(
    ending: str, prefix: Path, tmp_path: Path, gone: Callable[[str], bool]
) -> None:
    # That it is marked in this one test is how it is found.
    program = fake(tmp_path, f"export TEMPFILE_CONFORMANCE={tmp_path.name}\nexec sh -c '{ECHOES.replace(chr(39), '')}'")
    code = f"import os; from tempfile_platforms import wine; wine.keep({program!r}, {{'WINEPREFIX': {str(prefix)!r}}})"
    subprocess.run([sys.executable, "-c", f"{code}; {ending}"], check=False)
    assert started(prefix)[0].endswith(f"<{tmp_path.name}>")
    assert gone(tmp_path.name)


def test_a_wine_that_does_not_start_is_told(prefix: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(wine, "PATIENCE", 0.3)
    program = fake(tmp_path, "exit 1\n")
    with pytest.raises(OSError, match=r"wine did not start within 0\.3 s"):
        wine.keep(program, {"WINEPREFIX": str(prefix)})
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    monkeypatch.setenv("TEMPFILE_CONFORMANCE_STORE", str(tmp_path / "store"))
    (tmp_path / "python.exe").touch(0o755)
    with pytest.raises(InterpreterError, match=r"cannot be started \(wine did not start"):
        interpreters.find(str(tmp_path / "python.exe"))
    launcher = launchers.for_windows("python.exe")
    assert isinstance(launcher, Launcher)
    with pytest.raises(StartError, match="wine did not start"):
        Session(Agent((program,), "tempfile", (), launcher), tmp_path)
