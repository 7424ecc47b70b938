"""What the tests of the reference share: places to work in, another user to be, and a count of open descriptors."""

import os
import sys
import tempfile
import traceback
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import tempfile_reference
from tempfile_conformance.drawing import steady
from tempfile_reference import python2

NOBODY = 65534


@pytest.fixture(autouse=True, scope="session")
def same_examples() -> Iterator[None]:
    """Hypothesis draws the same wherever the project lies and whatever else was imported."""
    with steady():
        yield


@pytest.fixture(params=[tempfile_reference, python2], ids=["modern", "python2"])
def api(request: pytest.FixtureRequest, scratch: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Each of the two shapes, with `scratch` as its directory."""
    monkeypatch.setattr(request.param, "tempdir", str(scratch))
    return request.param


@pytest.fixture
def modern(scratch: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """Today's shape, with `scratch` as its directory."""
    monkeypatch.setattr(tempfile_reference, "tempdir", str(scratch))
    return tempfile_reference


@pytest.fixture
def scratch(monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """An empty directory that every user can reach, on a file system in memory if there is one."""
    memory = "/dev/shm"
    with tempfile.TemporaryDirectory(dir=memory if os.access(memory, os.W_OK) else None) as path:
        os.chmod(path, 0o755)
        yield Path(path)
        monkeypatch.undo()  # what is patched for the test may be needed to clean up


@pytest.fixture
def as_user(scratch: Path) -> Callable[[Callable[[], Any]], None]:
    """Run a function in a child process that is not root, and fail if it fails."""
    if os.geteuid() == 0:
        os.chown(scratch, NOBODY, NOBODY)

    def run(function: Callable[[], Any]) -> None:
        def drop() -> None:
            if os.geteuid() == 0:
                os.setgroups([])
                os.setgid(NOBODY)
                os.setuid(NOBODY)
            function()

        in_child(drop)

    return run


def in_child(function: Callable[[], Any]) -> None:
    """Run *function* in a forked child, and fail if it fails."""
    sys.stdout.flush()
    child = os.fork()
    if child == 0:
        status = 1
        try:
            function()
            status = 0
        except BaseException:
            traceback.print_exc()
        finally:
            sys.stderr.flush()
            os._exit(status)
    assert os.waitpid(child, 0)[1] == 0


@pytest.fixture
def forked() -> Callable[[Callable[[], Any]], None]:
    """The function that runs another one in a forked child, and fails if it fails."""
    return in_child


@pytest.fixture
def descriptors() -> Iterator[Callable[[], int]]:
    """A function that counts the open descriptors; the test fails if it ends with more than it began with."""

    def count() -> int:
        return len(os.listdir("/dev/fd"))

    before = count()
    yield count
    assert count() == before
