"""The Python agent with an implementation that brings a file system of its own: agents/simulated.py."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tempfile_platforms.handshake import agent_for_python
from tempfile_platforms.protocol import Raised, Refused, encode
from tempfile_platforms.session import Session

SIMULATED = Path(__file__).with_name("agents") / "simulated.py"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the toy's paths are POSIX's")


@pytest.fixture(scope="module")
def shared(places: Callable[[], Path]) -> Iterator[Session]:
    """One warm agent."""
    session = Session(agent_for_python(sys.executable, str(SIMULATED)), places(), isolation="fork", timeout=5)
    yield session
    session.close()
    session.sweep()


@pytest.fixture
def session(shared: Session) -> Iterator[Session]:
    """A session inside a trial with the directory `d`."""
    directory = str(shared.scratch / f"t{shared.trials + 1:06d}")
    shared.begin(cwd=directory, umask=0o022, scene=[{"kind": "directory", "path": f"{directory}/d"}])
    yield shared
    shared.end()


def _here(session: Session) -> str:
    return str(session.scratch / f"t{session.trials:06d}")


def test_scenes_and_observations_are_of_the_simulated_files(session: Session) -> None:
    here = _here(session)
    _, path = session.request("call", function="mkstemp", arguments=[f"{here}/d"])
    assert path == f"{here}/d/made"
    assert session.request("stat", path=path)[:2] == ["file", 0o600]
    assert session.request("listdir", path=f"{here}/d") == ["made"]
    assert not Path(here).exists()


def test_names_in_a_directory_given_as_bytes_are_bytes(session: Session) -> None:
    directory = f"{_here(session)}/d"
    session.request("write_file", path=f"{directory}/ä", data=encode(b"data"))
    assert session.request("listdir", path=encode(directory.encode())) == ["ä".encode()]


def test_data_is_written_to_and_read_from_the_simulated_files(session: Session) -> None:
    path = f"{_here(session)}/d/file"
    session.request("write_file", path=path, data=encode(b"data"))
    assert session.request("read_file", path=path) == b"data"
    assert not Path(path).exists()


def test_a_name_is_taken_before_it_is_created(session: Session) -> None:
    directory = f"{_here(session)}/d"
    session.request("watch", directory=directory, occupants=["file"])
    with pytest.raises(Raised, match="exists"):
        session.request("call", function="mkstemp", arguments=[directory])
    events = session.request("sensed")
    assert [event["planted"] for event in events] == ["file"]
    assert session.request("read_file", path=f"{directory}/made") == b"occupied"


def test_what_the_simulation_calls_of_itself_is_neither_seen_nor_struck(session: Session) -> None:
    directory = f"{_here(session)}/d"
    session.request("watch", directory=directory)
    session.request("fault", directory=directory, plan=[{"call": "chmod", "errno": "EPERM"}])
    session.request("call", function="mkstemp", arguments=[directory])
    assert session.request("struck") == [[0, 0]]
    assert [event["what"] for event in session.request("sensed")] == ["create"]


def test_what_needs_the_system_is_not_offered(shared: Session) -> None:
    assert not shared.hello.abilities & {"spawn", "confine"}
    assert shared.hello.runtime["filesystem"] == "simulated"


@pytest.mark.parametrize(
    ("operation", "fields"),
    [
        ("exit", {"how": "return"}),
        ("limit", {"name": "NOFILE", "value": 1}),
        ("fd_path", {"fd": 0}),
        ("fork", {"requests": []}),
        ("fault", {"directory": "/", "plan": [{"call": "mkdir", "ends": "SIGKILL"}]}),
    ],
)
def test_what_needs_the_system_is_refused(session: Session, operation: str, fields: dict[str, object]) -> None:
    with pytest.raises(Refused, match="the file system that this implementation brings has no"):
        session.request(operation, **fields)


def test_its_process_is_not_named_as_one_whose_calls_tell_anything(session: Session) -> None:
    assert session.trial_pid is None
