"""A place to run sessions in, and the proof that nothing is left of them."""

from __future__ import annotations

import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from conversing import OTHERS, THIS, TOY
from tempfile_platforms.handshake import agent_for_python
from tempfile_platforms.interpreters import InterpreterError, find
from tempfile_platforms.session import Session


def _processes(marker: str) -> list[int]:
    """The processes of the sessions whose scratch directory has this name (on Linux; elsewhere none is found)."""
    wanted = f"TEMPFILE_CONFORMANCE={marker}".encode()
    found = []
    for entry in Path("/proc").iterdir() if sys.platform == "linux" else ():
        if entry.name.isdigit():
            try:
                environment = (entry / "environ").read_bytes()
            except OSError:
                continue
            if wanted in environment.split(b"\0"):
                found.append(int(entry.name))
    return found


def _gone(marker: str) -> bool:
    """Whether there are no such processes; one that has just been killed takes a moment to go."""
    deadline = time.monotonic() + 1
    while _processes(marker):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.005)
    return True


@contextmanager
def _place() -> Iterator[Path]:
    scratch = Path(os.path.realpath(tempfile.mkdtemp(prefix="tempfile-platforms-")))
    # An ordinary user has to be able to walk through it.
    scratch.chmod(0o711)
    try:
        yield scratch
        assert _gone(scratch.name), f"processes are left: {_processes(scratch.name)}"
        if sys.platform == "linux":
            mounts = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="replace")
            assert scratch.name not in mounts, "a mount is left"
    finally:
        shutil.rmtree(scratch, ignore_errors=True)


@pytest.fixture
def processes() -> Callable[[str], list[int]]:
    """Finds the processes of the sessions in the scratch directory of this name."""
    return _processes


@pytest.fixture
def gone() -> Callable[[str], bool]:
    """Tells whether no process is left of the sessions in the scratch directory of this name."""
    return _gone


@pytest.fixture
def scratch() -> Iterator[Path]:
    """A scratch directory; at the end no process and no mount of its sessions may be left."""
    with _place() as place:
        yield place


@pytest.fixture(scope="module")
def places() -> Iterator[Callable[[], Path]]:
    """Makes scratch directories for sessions that several tests share; the same holds for them."""
    from contextlib import ExitStack

    with ExitStack() as stack:
        yield lambda: stack.enter_context(_place())


# --- the Python agent


@pytest.fixture(scope="module", params=[THIS, *OTHERS])
def python(request: pytest.FixtureRequest) -> str:
    """The executable of an interpreter."""
    try:
        return find(None if request.param == THIS else request.param).executable
    except InterpreterError as error:
        pytest.skip(f"{request.param}: {error}")


@pytest.fixture(scope="module")
def shared(python: str, places: Callable[[], Path]) -> Iterator[Session]:
    """One warm agent for the tests that end their trials properly."""
    session = Session(agent_for_python(python, str(TOY)), places(), isolation="fork", timeout=3, restarts=1000)
    yield session
    session.close()
    session.sweep()


@pytest.fixture
def session(shared: Session) -> Iterator[Session]:
    """A session between two trials."""
    yield shared
    shared.end()


@pytest.fixture
def start(python: str, scratch: Path) -> Iterator[Callable[..., Session]]:
    """Starts an agent of the test's own."""
    opened: list[Session] = []

    def start(implementation: str = str(TOY), *path: str, **options: Any) -> Session:
        opened.append(Session(agent_for_python(python, implementation, path), scratch, **options))
        return opened[-1]

    yield start
    for session in opened:
        session.close()
