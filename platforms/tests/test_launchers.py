"""Pythons of other systems: found, told from Pythons of this one, and spoken to by the same agent."""

from __future__ import annotations

import json
import os
import shutil
import sys
from pathlib import Path

import pytest
from tempfile_platforms import interpreters, launchers
from tempfile_platforms.handshake import agent_for_python
from tempfile_platforms.interpreters import InterpreterError
from tempfile_platforms.launchers import Launcher
from tempfile_platforms.protocol import Died, Refused
from tempfile_platforms.session import Session
from tempfile_platforms.store import store


def found(name: str) -> interpreters.Interpreter:
    """The interpreter of that name, or a skip that says what is missing."""
    try:
        return interpreters.find(name, timeout=60)
    except InterpreterError as error:
        pytest.skip(str(error))


def session(name: str, scratch: Path) -> Session:
    """A session with the standard library of that interpreter."""
    interpreter = found(name)
    agent = agent_for_python(interpreter.executable, "tempfile", (), interpreter.launcher)
    return Session(agent, scratch, timeout=60)


def test_the_store_is_where_the_environment_says(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TEMPFILE_CONFORMANCE_STORE", str(tmp_path))
    assert store() == tmp_path
    monkeypatch.delenv("TEMPFILE_CONFORMANCE_STORE")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    assert store() == tmp_path / "tempfile-conformance"


@pytest.mark.parametrize("name", ["wine-python3.11", "pyodide-memfs", "pyodide-nodefs"])
def test_what_the_store_does_not_have_is_told(name: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("TEMPFILE_CONFORMANCE_STORE", str(tmp_path))
    with pytest.raises(InterpreterError, match="tempfile-conformance doctor"):
        interpreters.find(name)


@pytest.mark.skipif(shutil.which("node") is None, reason="there is no node on PATH")
def test_pyodide_says_in_its_package_which_python_it_is(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = tmp_path / "pyodide-1.2.3" / "node_modules" / "pyodide"
    package.mkdir(parents=True)
    (package / "pyodide.mjs").touch()
    (package / "pyodide-lock.json").write_text(json.dumps({"info": {"python": "3.15.1"}}))
    monkeypatch.setenv("TEMPFILE_CONFORMANCE_STORE", str(tmp_path))
    interpreter = interpreters.find("pyodide-nodefs")
    assert interpreter.version == (3, 15, 1)
    assert interpreter.launcher is not None
    assert interpreter.launcher.environment == {"PYODIDE": str(package), "PYODIDE_FILES": "nodefs"}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows runs its own programs")
def test_a_windows_agent_is_told_windows_paths(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    wine = tmp_path / "wine"
    wine.touch(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    launcher = launchers.for_windows("/opt/python.exe")
    assert launcher is not None
    agent = agent_for_python("/opt/python.exe", "/home/my file.py", ("/home/src",), launcher)
    assert agent.command[:3] == (str(wine), "/opt/python.exe", "-B")
    assert agent.command[3].startswith("Z:\\")
    assert (agent.implementation, agent.path) == ("Z:\\home\\my file.py", ("Z:\\home\\src",))


def test_an_agent_of_this_system_is_told_paths_as_they_are() -> None:
    agent = agent_for_python(sys.executable, "/home/my.py", ("/home/src",))
    assert (agent.implementation, agent.path, agent.inside("/a/b")) == ("/home/my.py", ("/home/src",), "/a/b")


def test_a_launcher_that_is_the_interpreter_hosts_the_agent() -> None:
    launcher = Launcher(("node", "host.mjs"), {"A": "1"})
    agent = agent_for_python("node", "tempfile", (), launcher)
    assert agent.command[:2] == ("node", "host.mjs")
    assert agent.command[2].endswith("python_agent.py")


# --- for real, where it is installed


@pytest.mark.parametrize("name", ["pyodide-memfs", "pyodide-nodefs", "jython"])
def test_no_trial_sees_a_trace_of_an_earlier_one(name: str, scratch: Path) -> None:
    with_session = session(name, scratch)
    try:
        assert "renew" in with_session.hello.abilities
        with_session.begin(cwd=str(scratch), umask=0o022)
        with_session.request("set", name="tempdir", value="/nowhere")
        with_session.request("environ", name="TRACE", value="here")
        assert with_session.finish("end") == "exit status 0"
        directory = with_session.begin(cwd=str(scratch), umask=0o022, environment={"TMPDIR": str(scratch)})
        assert with_session.request("get", name="tempdir") is None
        fd, path = with_session.request("call", function="mkstemp", keywords={"dir": str(directory)})
        assert with_session.request("fd_write", fd=fd, data={"$bytes": "61"}) == 1
        with_session.end()
        assert with_session.observe("listdir", path=str(directory)) == [os.path.basename(path)]
    finally:
        with_session.close()
        with_session.sweep()


@pytest.mark.parametrize("name", ["pyodide-memfs", "pyodide-nodefs"])
def test_what_javascript_keeps_of_a_trial_is_put_back(name: str, scratch: Path) -> None:
    with_session = session(name, scratch)

    def seen() -> list[object]:
        return [
            with_session.request("tree", path="/home"),
            [with_session.request("stat", path=place) for place in ("/", "/tmp", "/dev/shm", "/home")],
            with_session.request("descriptors"),
            with_session.request("getcwd"),
            with_session.request("read_file", path=library),
        ]

    try:
        with_session.begin(cwd=str(scratch), umask=0o022)
        (library,) = [f"/lib/{name}" for name in with_session.request("listdir", path="/lib") if name.endswith(".zip")]
        first = seen()
        with_session.end()
        for _ in range(2):
            directory = with_session.begin(cwd=str(scratch), umask=0o022)
            with_session.request("write_file", path="/home/trace", data={"$bytes": "61"})
            with_session.request("mkdir", path="/home/directory")
            with_session.request("chmod", path="/home", mode=0o700)
            with_session.request("rename", path="/dev/shm", target="/dev/elsewhere")
            with_session.request("chdir", path="/home")
            with_session.request("call", function="mkstemp", keywords={"dir": str(directory)})
            with_session.request("call", function="mkstemp", keywords={"dir": "/home/directory"})
            for descriptor in (0, 1, 2):
                with_session.request("fd_close", fd=descriptor)
            numbers = with_session.request("library", name="builtins.range", arguments=[1_500_000])
            with_session.request("library", name="builtins.set", arguments=[{"$ref": numbers.number}])
            with_session.request("write_file", path=library, data={"$bytes": "61"})
            assert seen() != first
            with_session.end()
            with_session.begin(cwd=str(scratch), umask=0o022)
            assert seen() == first
            with_session.end()
        # One that ends out of order leaves nothing behind either.
        with_session.begin(cwd=str(scratch), umask=0o022)
        with_session.request("write_file", path="/home/trace", data={"$bytes": "61"})
        with pytest.raises(Died):
            with_session.request("library", name="os.abort")
        with_session.begin(cwd=str(scratch), umask=0o022)
        assert seen()[0] == first[0]
    finally:
        with_session.close()
        with_session.sweep()


@pytest.mark.parametrize("name", ["pyodide-memfs", "pyodide-nodefs"])
def test_what_webassembly_cannot_do_is_refused(name: str, scratch: Path) -> None:
    with_session = session(name, scratch)
    try:
        assert not with_session.hello.abilities & {"fork", "umask", "permissions", "spawn", "user", "confine"}
        with_session.begin(cwd=str(scratch), umask=0o022)
        with pytest.raises(Refused, match="no process here"):
            with_session.request("exit", how="SIGKILL")
        with pytest.raises(Refused, match="no threads here"):
            with_session.request("threads", count=1, requests=[])
    finally:
        with_session.close()
        with_session.sweep()


def test_windows_under_wine_deletes_on_close_and_says_that_links_are_not_real(scratch: Path) -> None:
    with_session = session("wine-python3.11", scratch)
    try:
        assert with_session.hello.runtime["os"] == "nt"
        inside = with_session.agent.inside(str(scratch))
        directory = with_session.begin(cwd=inside, umask=0o022)
        here = with_session.agent.inside(str(directory))
        file = with_session.request("call", function="NamedTemporaryFile", keywords={"dir": here})
        name = with_session.request("get", object={"$ref": file.number}, name="name")
        assert name.startswith(here + "\\")
        assert [entry.name for entry in directory.iterdir()] == [name.rpartition("\\")[2]]
        with pytest.raises(Refused, match="not really made"):
            with_session.request("symlink", path=here + "\\link", target="target")
        with_session.request("method", object={"$ref": file.number}, name="close")
        assert list(directory.iterdir()) == []
    finally:
        with_session.close()
        with_session.sweep()
