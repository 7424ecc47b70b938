"""How interpreters are found, and what is said of those that are none."""

from __future__ import annotations

import os
import platform
import stat
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from tempfile_platforms import interpreters, probing
from tempfile_platforms.interpreters import Interpreter, InterpreterError, find, installed

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the fake interpreters are shell scripts")

Fake = Callable[..., Path]


@pytest.fixture
def fake(tmp_path: Path) -> Fake:
    """Write a shell script that stands for an interpreter, and return its path."""

    def write(name: str, script: str, folder: str = "bin") -> Path:
        path = tmp_path / folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"#!/bin/sh\n{script}\n")
        path.chmod(0o755)
        return path

    return write


@pytest.fixture(autouse=True)
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Hide the interpreters of this machine: only those in the test's own folders can be found."""
    monkeypatch.setenv("PATH", str(tmp_path / "bin"))
    monkeypatch.delenv("PYENV_ROOT", raising=False)
    monkeypatch.delenv("PYENV_VERSION", raising=False)
    monkeypatch.setenv("TEMPFILE_CONFORMANCE_STORE", str(tmp_path / "store"))


def says(version: str, implementation: str = "CPython", executable: str = "") -> str:
    """Return the script of an interpreter that answers like that one."""
    numbers = version.replace(".", ", ")
    answer = f'{{"version": [{numbers}], "implementation": "{implementation}", "executable": "{executable}"}}'
    return f"echo '{answer}'"


def test_the_running_interpreter_is_known_without_starting_a_process(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(probing, "run", None)
    found = find(None)
    assert found == Interpreter(sys.executable, sys.version_info[:3], platform.python_implementation(), "running")
    assert str(found) == f"{platform.python_implementation()} {platform.python_version()}"


def test_a_path_is_asked_who_it_is() -> None:
    found = find(sys.executable)
    assert found.executable == sys.executable
    assert found.version == sys.version_info[:3]
    assert found.origin == "path"


@pytest.mark.parametrize("name", ["python2.7", "2.7", "2.7.18", "py -2.7", "py -V:2.7"])
def test_every_way_to_name_a_version_finds_it_on_path(fake: Fake, name: str) -> None:
    path = fake("python2.7", says("2.7.18"))
    assert find(name) == Interpreter(str(path), (2, 7, 18), "CPython", "PATH")


def test_a_command_of_another_implementation(fake: Fake) -> None:
    path = fake("pypy3", says("3.9.16", "PyPy"))
    assert find("pypy3") == Interpreter(str(path), (3, 9, 16), "PyPy", "PATH")


def test_a_version_may_hide_behind_a_plainer_command(fake: Fake) -> None:
    fake("python3", says("3.8.1"))
    path = fake("python", says("3.99.1"))
    assert find("3.99").executable == str(path)


def test_noise_around_the_answer_does_not_matter(fake: Fake) -> None:
    path = fake("python2.7", "echo fixme: loud; " + says("2.7.18") + "; echo '[1]'; echo bye")
    assert find(str(path)).version == (2, 7, 18)


def test_a_shim_that_works_is_replaced_by_what_it_stands_for(fake: Fake, tmp_path: Path) -> None:
    real = fake("python3.13", "", folder="real")
    shim = fake("python3.13", says("3.13.0", executable=str(real)), folder="shims")
    assert find(str(shim)).executable == str(real)


@pytest.mark.parametrize("named_by", ["PYENV_ROOT", "its shims", "pyenv root"])
@pytest.mark.parametrize("name", ["python3.13", "3.13", "py -3.13"])
def test_a_shim_that_finds_nothing_is_seen_through(
    fake: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, named_by: str, name: str
) -> None:
    shim = "echo 'pyenv: python3.13: command not found' >&2; exit 127"
    fake("python", says("3.12.9"), folder="pyenv/versions/3.12.9/bin")
    fake("python", says("3.13.9"), folder="pyenv/versions/3.13.9/bin")
    fake("python", says("3.13.0"), folder="pyenv/versions/3.13.0t/bin")
    newest = fake("python", says("3.13.10"), folder="pyenv/versions/3.13.10/bin")
    folder = tmp_path / "pyenv"
    if named_by == "PYENV_ROOT":
        fake("python3.13", shim)
        monkeypatch.setenv("PYENV_ROOT", str(folder))
    elif named_by == "its shims":
        fake("python3.13", shim, folder="pyenv/shims")
        monkeypatch.setenv("PATH", str(folder / "shims"))
    else:
        fake("python3.13", shim)
        fake("pyenv", f"echo {folder}")
    assert find(name) == Interpreter(str(newest), (3, 13, 10), "CPython", "pyenv")


@pytest.mark.parametrize("switched_on_by", ["PYENV_VERSION", ".python-version", "version"])
def test_what_a_shim_of_pyenv_starts_is_known_without_starting_it(
    fake: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, switched_on_by: str
) -> None:
    fake("python3.13", "exit 127 # not to be asked", folder="pyenv/shims")
    fake("python3.13", says("3.13.10"), folder="pyenv/versions/3.13.10/bin")
    older = fake("python3.13", says("3.13.2"), folder="pyenv/versions/3.13.2/bin")
    fake("python2.7", says("2.7.18"), folder="pyenv/versions/2.7.18/bin")
    below = tmp_path / "project" / "below"
    below.mkdir(parents=True)
    monkeypatch.chdir(below)
    monkeypatch.setenv("PATH", str(tmp_path / "pyenv" / "shims"))
    if switched_on_by == "PYENV_VERSION":
        monkeypatch.setenv("PYENV_VERSION", "2.7.18:system:3.13.2")
    elif switched_on_by == ".python-version":
        (tmp_path / "project" / ".python-version").write_text("2.7.18 # the oldest\n3.13.2\n")
    else:
        (tmp_path / "pyenv" / "version").write_text("2.7.18\n3.13.2\n")
    assert find("python3.13") == Interpreter(str(older), (3, 13, 2), "CPython", "PATH")


def test_a_shim_is_asked_where_only_pyenv_can_tell(fake: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    real = fake("python3.13", says("3.13.2"), folder="pyenv/versions/3.13.2/bin")
    fake("python3.13", says("3.13.2", executable=str(real)), folder="pyenv/shims")
    monkeypatch.setenv("PATH", str(tmp_path / "pyenv" / "shims"))
    monkeypatch.setenv("PYENV_VERSION", "3.13")
    assert find("python3.13").executable == str(real)


def test_the_path_of_a_shim_is_seen_through(fake: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shim = fake("python2.7", "exit 127", folder="pyenv/shims")
    real = fake("python", says("2.7.18"), folder="pyenv/versions/2.7.18/bin")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    assert find(str(shim)).executable == str(real)


@pytest.mark.parametrize(
    ("script", "message"),
    [
        ("echo hello", "is no Python .*'hello'"),
        ("true", r"is no Python \(exit code 0\)"),
        ("echo broken >&2; exit 3", "is no Python .*exit code 3.*'broken'"),
        ("kill -9 $$", "is no Python .*exit code -9"),
        ("echo '[]'", "is no Python"),
        ("echo '{\"version\": 3}'", "is no Python"),
        (says("2.6.9"), "2.6.9, which is too old; use 2.7"),
        (says("3.5.10"), "3.5.10, which is too old; use 2.7, or 3.6"),
        ("exec /no/such/program", "stands for no interpreter|is no Python"),
    ],
)
def test_what_is_no_python_is_said_to_be_none(fake: Fake, script: str, message: str) -> None:
    with pytest.raises(InterpreterError, match=message) as caught:
        find(str(fake("odd", script)))
    assert "\n" not in str(caught.value)


def test_one_that_hangs_is_given_up_with_all_its_children(fake: Fake, tmp_path: Path) -> None:
    pid = tmp_path / "pid"
    path = fake("python3.13", f"PATH=/bin:/usr/bin; sleep 60 & echo $! > {pid}; wait")
    with pytest.raises(InterpreterError, match=r"did not say who it is within 2 s"):
        find(str(path), timeout=2)
    child = int(pid.read_text())
    for _ in range(100):
        # It was killed, but on a busy host it takes a moment to end.
        if not _lives(child):
            return
        time.sleep(0.1)
    pytest.fail("its child is still there")


def test_one_that_floods_its_output_is_stopped(fake: Fake) -> None:
    path = fake("python3.13", "while :; do echo yyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyyy; done")
    with pytest.raises(InterpreterError, match="floods its output"):
        find(str(path), timeout=20)


def test_what_cannot_be_started(fake: Fake, tmp_path: Path) -> None:
    path = fake("python3.13", says("3.13.0"))
    path.chmod(stat.S_IRUSR)
    with pytest.raises(InterpreterError, match=r"is not executable; chmod \+x"):
        find(str(path))
    path.chmod(0o755)
    path.write_text("#!/no/such/program\n")
    with pytest.raises(InterpreterError, match="cannot be started"):
        find(str(path))
    with pytest.raises(InterpreterError, match="is a directory"):
        find(str(tmp_path))
    with pytest.raises(InterpreterError, match="there is no interpreter at"):
        find(str(tmp_path / "missing"))


@pytest.mark.parametrize("name", ["python9.9", "9.9", "py -9.9", "9.9t", "pypy9", "no-such-command"])
def test_a_missing_one_is_said_to_be_missing(fake: Fake, name: str) -> None:
    fake("python3", says("3.8.1"))
    with pytest.raises(InterpreterError, match=r"there is no interpreter .* install it or give its path"):
        find(name)


@pytest.mark.parametrize("name", ["", " ", "py -x"])
def test_a_name_that_means_nothing(name: str) -> None:
    with pytest.raises(InterpreterError, match=r"is empty|names no version"):
        find(name)


def test_a_broken_one_is_named_when_there_is_no_other(fake: Fake) -> None:
    fake("python9.9", "echo broken; exit 1")
    with pytest.raises(InterpreterError, match=r"python9\.9 is no Python"):
        find("9.9")


def test_installed_lists_the_newest_of_each_once(fake: Fake, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    older = fake("python2.7", says("2.7.6"))
    (tmp_path / "bin" / "python2").symlink_to(older)
    pypy = fake("pypy3", says("3.9.16", "PyPy"))
    fake("python3-config", "exit 1")
    fake("python3.5", says("3.5.1"))
    fake("python3.7", "echo garbage")
    newer = fake("python", says("2.7.18"), folder="pyenv/versions/2.7.18/bin")
    fake("python2.7", "exit 127", folder="pyenv/shims")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    monkeypatch.setenv("PATH", os.pathsep.join([str(tmp_path / "bin"), str(tmp_path / "pyenv" / "shims")]))
    assert installed() == [
        Interpreter(str(newer), (2, 7, 18), "CPython", "pyenv"),
        *([find(None)] if platform.python_implementation() == "CPython" else []),
        Interpreter(str(pypy), (3, 9, 16), "PyPy", "PATH"),
    ]


def test_installed_asks_no_program_twice(fake: Fake, tmp_path: Path) -> None:
    asked = tmp_path / "asked"
    path = fake("python2.7", f"echo asked >> {asked}; {says('2.7.18')}")
    (tmp_path / "bin" / "python2").symlink_to(path)
    installed()
    assert asked.read_text() == "asked\n"


def test_a_real_interpreter_understands_the_question() -> None:
    outcome = probing.run([sys.executable, "-E", "-S", "-c", interpreters._QUESTION], timeout=20)
    assert outcome.succeeded, outcome


def _lives(pid: int) -> bool:
    """Say whether the process *pid* still runs; one that waits to be collected does not."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return not Path("/proc/self/stat").exists()
