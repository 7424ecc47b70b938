"""What the promises alone cost in Python, step by step: ``python least.py DIRECTORY``.

For each operation whose cost is more than system calls: the bare calls; the least that Python code can do and still
keep the one promise that costs most; and the reference, which keeps them all.
"""

import io
import os
import shutil
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import FunctionType
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent)]

import tempfile_reference  # noqa: E402
from operations import DATA, FLAGS  # noqa: E402
from tempfile_reference import _names  # noqa: E402

CALLS, WRITES, SLICES = 200, 1000, 100

next_name = _names.MODERN.next
prefix = ""
#: Paths for those who need not draw any; the next one is the last.
prepared: list[str] = []


def create() -> tuple[int, str]:
    """Create a file under a name that nobody can predict; do nothing else."""
    path = prefix + next_name()
    return os.open(path, FLAGS, 0o600), path


def make_directory() -> str:
    """Make a directory under a name that nobody can predict; do nothing else."""
    path = prefix + next_name()
    os.mkdir(path, 0o700)
    return path


class Raw(io.FileIO):
    """Removes its name when it is closed."""

    def close(self, _close: Callable[[Any], None] = io.FileIO.close) -> None:
        """Close and remove."""
        _close(self)
        if self.name is not None:
            os.unlink(self.name)
            self.name = None


class Named:
    """A file object around another, with a name."""

    __slots__ = ("close", "file", "name", "write")

    def __init__(self) -> None:
        descriptor, self.name = create()
        raw = Raw(descriptor, "r+")
        raw.name = self.name
        self.file = io.BufferedRandom(raw)
        self.close = self.file.close
        self.write = self.file.write


class Directory:
    """A directory that knows its name and would be removed when it is collected."""

    def __init__(self) -> None:
        self.name: str | None = make_directory()

    def cleanup(self) -> None:
        """Remove the directory."""
        if self.name is not None:
            os.rmdir(self.name)
            self.name = None

    def __del__(self) -> None:
        self.cleanup()


def bare_file() -> None:
    """Create, close and unlink a file."""
    path = prepared.pop()
    os.close(os.open(path, FLAGS, 0o600))
    os.unlink(path)


def file_from(function: Callable[[], tuple[int, str]]) -> None:
    """Create, close and unlink a file."""
    descriptor, path = function()
    os.close(descriptor)
    os.unlink(path)


def bare_directory() -> None:
    """Make and remove a directory."""
    path = prepared.pop()
    os.mkdir(path, 0o700)
    os.rmdir(path)


def directory_from(function: Callable[[], str]) -> None:
    """Make and remove a directory."""
    os.rmdir(function())


def bare_named() -> None:
    """Open a file, close and unlink it."""
    path = prepared.pop()
    open(os.open(path, FLAGS, 0o600), "w+b").close()
    os.unlink(path)


def plain_file() -> Any:
    """Open a file that has lost its name, with a buffer like the others'."""
    descriptor, path = create()
    os.unlink(path)
    return open(descriptor, "w+b", io.DEFAULT_BUFFER_SIZE)


def call(function: Callable[..., Any], *arguments: Any) -> float:
    """Return how long one call of *function* takes."""
    prepared[:] = [prefix + next_name() for _ in range(CALLS)]
    start = time.thread_time()
    for _ in range(CALLS):
        function(*arguments)
    return (time.thread_time() - start) / CALLS


def write(make: Callable[[], Any]) -> float:
    """Return how long one write to a new file takes."""
    file = make()
    start = time.thread_time()
    for _ in range(WRITES):
        file.write(DATA)
    took = time.thread_time() - start
    file.close()
    return took / WRITES


Step = tuple[str, Callable[..., float], tuple[Any, ...]]
STEPS: dict[str, list[Step]] = {
    "mkstemp + close + unlink": [
        ("the bare calls, names prepared", call, (bare_file,)),
        ("a function that draws the name", call, (file_from, create)),
        ("mkstemp()", call, (file_from, tempfile_reference.mkstemp)),
    ],
    "mkdtemp + rmdir": [
        ("the bare calls, names prepared", call, (bare_directory,)),
        ("a function that draws the name", call, (directory_from, make_directory)),
        ("mkdtemp()", call, (directory_from, tempfile_reference.mkdtemp)),
    ],
    "NamedTemporaryFile + close": [
        ("the bare calls and a file object", call, (bare_named,)),
        ("a layer that removes, an object with a name", call, (lambda: Named().close(),)),
        ("NamedTemporaryFile()", call, (lambda: tempfile_reference.NamedTemporaryFile().close(),)),
    ],
    "TemporaryDirectory + cleanup": [
        ("the bare calls, names prepared", call, (bare_directory,)),
        ("an object with a name that cleans up", call, (lambda: Directory().cleanup(),)),
        ("TemporaryDirectory()", call, (lambda: tempfile_reference.TemporaryDirectory().cleanup(),)),
    ],
    "a write to a named file": [
        ("a plain file", write, (plain_file,)),
        ("a layer that removes, an object with a name", write, (Named,)),
        ("NamedTemporaryFile()", write, (tempfile_reference.NamedTemporaryFile,)),
    ],
}


def own(function: Callable[..., float]) -> Callable[..., float]:
    """Return a copy of *function*: the interpreter adapts each to what it is called with."""
    return FunctionType(function.__code__.replace(), globals())


def main(directory: str) -> None:
    """Measure in turn, and print the medians."""
    global prefix
    tempfile_reference.tempdir = scratch = tempfile_reference.mkdtemp(prefix="benchmark", dir=directory)
    prefix = os.path.join(scratch, "tmp")
    for title, steps in STEPS.items():
        measures = [(own(measure), arguments) for _, measure, arguments in steps]
        rounds = [[measure(*arguments) for measure, arguments in measures] for _ in range(SLICES)]
        medians = [statistics.median(values) for values in zip(*rounds, strict=True)]
        sys.stdout.write(f"\n{title}, in nanoseconds\n")
        for (step, *_), median in zip(steps, medians, strict=True):
            sys.stdout.write(f"{step:46}{median * 1e9:>10.0f}{median / medians[0]:>11.2f} x\n")
    shutil.rmtree(scratch)


if __name__ == "__main__":
    main(sys.argv[1])
