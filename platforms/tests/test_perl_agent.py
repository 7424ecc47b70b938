"""The agent for Perl's File::Temp: the protocol in another language, and nothing declared that it does not have."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from tempfile_platforms import seccomp
from tempfile_platforms.implementations import UnknownImplementation, resolve
from tempfile_platforms.protocol import Raised, Refused
from tempfile_platforms.session import Session

pytestmark = pytest.mark.skipif(shutil.which("perl") is None, reason="there is no perl on PATH")


@pytest.fixture
def session(scratch: Path) -> Iterator[Session]:
    """A session with the agent, that leaves nothing behind."""
    session = Session(resolve("perl-file-temp").agent, scratch)
    yield session
    session.close()
    session.sweep()


def test_it_declares_what_it_has(session: Session) -> None:
    assert session.hello.functions == {"mkstemp", "mkdtemp"}
    assert session.hello.runtime["language"] == "Perl"
    # It has no sensor of its own.
    assert session.hello.sensor == (None if seccomp.obstacle() else "seccomp")


@pytest.mark.parametrize("suffix", ["", ".txt", "é", "\udc80", "\udcff.x", "\U0001f600", "\ufffe"])
def test_a_file_is_made_with_any_suffix_and_seen_under_its_name(session: Session, suffix: str) -> None:
    directory = str(session.begin(cwd="/", umask=0o022))
    fd, path = session.request("call", function="mkstemp", keywords={"dir": directory, "suffix": suffix})
    assert path.endswith(suffix)
    assert session.request("listdir", path=directory) == [path.rpartition("/")[2]]
    assert session.request("fd_write", fd=fd, data={"$bytes": "00ff"}) == 2
    assert session.request("read_file", path=path) == b"\x00\xff"
    kind, mode, size, *_ = session.request("stat", path=path)
    assert (kind, mode, size) == ("file", 0o600, 2)


def test_an_error_has_the_names_of_python(session: Session) -> None:
    directory = str(session.begin(cwd="/", umask=0o022))
    with pytest.raises(Raised) as raised:
        session.request("mkdir", path=directory)
    assert raised.value.error.type == "FileExistsError"
    assert raised.value.error.is_a("OSError")
    assert raised.value.error.errno == "EEXIST"


def test_what_it_cannot_do_is_refused(session: Session) -> None:
    session.begin(cwd="/", umask=0o022)
    for operation, fields in (
        ("call", {"function": "mktemp"}),
        ("call", {"function": "mkstemp", "keywords": {"dir": {"$bytes": "2f"}}}),
        ("call", {"function": "mkstemp", "keywords": {"prefix": "endsWithX"}}),
        ("audit", {}),
    ):
        with pytest.raises(Refused):
            session.request(operation, **fields)


def test_trials_end_as_asked_and_leave_nothing_to_each_other(session: Session) -> None:
    first = session.begin(cwd="/", umask=0o077, environment={"TRACE": "here"})
    assert session.finish("exit", how="SIGKILL") == "killed by SIGKILL"
    assert session.observe("stat", path=str(first), follow=False)[0] == "directory"
    second = session.begin(cwd="/", umask=0o022)
    assert session.request("umask", umask=0) == 0o022
    assert session.finish("exit", how="return") == "exit status 0"
    assert not first.exists()
    assert second.exists()


def test_children_answer_for_themselves_and_end_as_asked(session: Session) -> None:
    directory = str(session.begin(cwd="/", umask=0o022))
    create = {"op": "call", "function": "mkstemp", "keywords": {"dir": directory, "prefix": "é"}}
    children = session.request("fork", count=3, requests=[create, {"op": "getpid"}])
    paths = {child["replies"][0]["ok"][1] for child in children}
    assert {path.rpartition("/")[2] for path in paths} == set(session.request("listdir", path=directory))
    assert len({child["replies"][1]["ok"] for child in children}) == len(paths) == 3
    assert [child["status"] for child in children] == [0, 0, 0]
    (killed,) = session.request("fork", requests=[], exit="SIGKILL")
    assert killed == {"replies": [], "status": 9}


def test_a_program_finds_what_is_left_open_for_it(session: Session) -> None:
    directory = str(session.begin(cwd="/", umask=0o022))
    fd, _ = session.request("call", function="mkstemp", keywords={"dir": directory})
    found = session.request("spawn")
    assert {item[0] for item in found} >= {0, 1, 2}
    assert all(len(item) == 3 for item in found)
    assert fd not in {item[0] for item in found}


def test_options_for_python_say_nothing_to_it() -> None:
    with pytest.raises(UnknownImplementation, match="runs on perl"):
        resolve("perl-file-temp", python="python3.13")
