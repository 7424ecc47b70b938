"""What is measured: each operation by hand, by the reference, and by the standard library.

Every function takes how often to do the operation and returns how many seconds that took. Each clears away
what it makes, within the time where that is part of the operation and outside of it where it is not.

The floor is what a careful programmer would write for the one case at hand: the bare system calls, with
flags, mode and unpredictable names that were prepared before the clock was started, and Python's own file
object where the result is a file object.
"""

import io
import itertools
import os
import secrets
from collections.abc import Callable, Iterator
from time import perf_counter
from typing import Any, NamedTuple

#: What is read before and after; `run` may put the processor's clock in its place.
clock = perf_counter

DATA = b"x" * 100
FLAGS = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC
NAMELESS = os.O_RDWR | os.O_EXCL | os.O_CLOEXEC | getattr(os, "O_TMPFILE", 0)
FOLDERS, FILES = 100, 100


def paths(directory: str, count: int) -> Iterator[str]:
    """Yield *count* paths, from a supply that is made at once."""
    supply = [os.path.join(directory, "tmp" + secrets.token_hex(4)) for _ in range(1024)]
    return itertools.islice(itertools.cycle(supply), count)


class Operation(NamedTuple):
    """One line of the table."""

    title: str
    floor: Callable[[str, int], float]
    module: Callable[[Any, int], float]
    #: At most this many times the floor, and this many times the standard library.
    of_floor: float
    of_standard: float


def floor_mkstemp(directory: str, loops: int) -> float:
    """Create, close and unlink a file."""
    supply = paths(directory, loops)
    start = clock()
    for path in supply:
        descriptor = os.open(path, FLAGS, 0o600)
        os.close(descriptor)
        os.unlink(path)
    return clock() - start


def module_mkstemp(module: Any, loops: int) -> float:
    """Create, close and unlink a file."""
    start = clock()
    for _ in range(loops):
        descriptor, path = module.mkstemp()
        os.close(descriptor)
        os.unlink(path)
    return clock() - start


def floor_mkdtemp(directory: str, loops: int) -> float:
    """Make and remove a directory."""
    supply = paths(directory, loops)
    start = clock()
    for path in supply:
        os.mkdir(path, 0o700)
        os.rmdir(path)
    return clock() - start


def module_mkdtemp(module: Any, loops: int) -> float:
    """Make and remove a directory."""
    start = clock()
    for _ in range(loops):
        os.rmdir(module.mkdtemp())
    return clock() - start


def floor_temporary_file(directory: str, loops: int) -> float:
    """Open a file without a name and close it."""
    start = clock()
    for _ in range(loops):
        open(os.open(directory, NAMELESS, 0o600), "w+b").close()
    return clock() - start


def module_temporary_file(module: Any, loops: int) -> float:
    """Open a file without a name and close it."""
    start = clock()
    for _ in range(loops):
        module.TemporaryFile().close()
    return clock() - start


def floor_named(directory: str, loops: int) -> float:
    """Open a file, close and unlink it."""
    supply = paths(directory, loops)
    start = clock()
    for path in supply:
        open(os.open(path, FLAGS, 0o600), "w+b").close()
        os.unlink(path)
    return clock() - start


def module_named(module: Any, loops: int) -> float:
    """Open a file, close and unlink it."""
    start = clock()
    for _ in range(loops):
        module.NamedTemporaryFile().close()
    return clock() - start


def write(file: Any, count: int) -> None:
    """Write *count* times."""
    for _ in range(count):
        file.write(DATA)


def floor_named_writes(directory: str, loops: int) -> float:
    """Open a file, write to it, close and unlink it."""
    supply = paths(directory, loops)
    start = clock()
    for path in supply:
        with open(os.open(path, FLAGS, 0o600), "w+b") as file:
            write(file, 1000)
        os.unlink(path)
    return clock() - start


def module_named_writes(module: Any, loops: int) -> float:
    """Open a file, write to it, close and unlink it."""
    start = clock()
    for _ in range(loops):
        with module.NamedTemporaryFile() as file:
            write(file, 1000)
    return clock() - start


def floor_memory(directory: str, loops: int) -> float:
    """Write to a file in memory."""
    start = clock()
    for _ in range(loops):
        with io.BytesIO() as file:
            write(file, 100)
    return clock() - start


def module_memory(module: Any, loops: int) -> float:
    """Write to a file in memory that has no limit."""
    start = clock()
    for _ in range(loops):
        with module.SpooledTemporaryFile() as file:
            write(file, 100)
    return clock() - start


def module_limited_memory(module: Any, loops: int) -> float:
    """Write to a file in memory that has a limit and does not reach it."""
    start = clock()
    for _ in range(loops):
        with module.SpooledTemporaryFile(1 << 20) as file:
            write(file, 100)
    return clock() - start


def floor_rolled(directory: str, loops: int) -> float:
    """Write to a file without a name."""
    start = clock()
    for _ in range(loops):
        with open(os.open(directory, NAMELESS, 0o600), "w+b") as file:
            write(file, 100)
    return clock() - start


def module_rolled(module: Any, loops: int) -> float:
    """Write to a file that goes to disk half-way."""
    start = clock()
    for _ in range(loops):
        with module.SpooledTemporaryFile(50 * len(DATA)) as file:
            write(file, 100)
    return clock() - start


def module_empty_tree(module: Any, loops: int) -> float:
    """Make and clean up a directory."""
    start = clock()
    for _ in range(loops):
        module.TemporaryDirectory().cleanup()
    return clock() - start


def fill(top: str) -> None:
    """Put folders with files into *top*."""
    for folder in range(FOLDERS):
        path = os.path.join(top, f"folder{folder}")
        os.mkdir(path)
        for number in range(FILES):
            os.close(os.open(os.path.join(path, f"file{number}"), os.O_CREAT | os.O_WRONLY))


def remove(path: str) -> None:
    """Remove a tree that nobody else changes, of entries that can all be removed."""
    with os.scandir(path) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                remove(entry.path)
            else:
                os.unlink(entry.path)
    os.rmdir(path)


def floor_tree(directory: str, loops: int) -> float:
    """Remove a tree."""
    seconds = 0.0
    for path in paths(directory, loops):
        os.mkdir(path, 0o700)
        fill(path)
        start = clock()
        remove(path)
        seconds += clock() - start
    return seconds


def module_tree(module: Any, loops: int) -> float:
    """Clean up a directory with a tree in it."""
    seconds = 0.0
    for _ in range(loops):
        tree = module.TemporaryDirectory()
        fill(tree.name)
        start = clock()
        tree.cleanup()
        seconds += clock() - start
    return seconds


OPERATIONS = {
    "mkstemp": Operation("mkstemp + close + unlink", floor_mkstemp, module_mkstemp, 1.12, 0.85),
    "mkdtemp": Operation("mkdtemp + rmdir", floor_mkdtemp, module_mkdtemp, 1.15, 0.85),
    "temporary-file": Operation("TemporaryFile + close", floor_temporary_file, module_temporary_file, 1.10, 1.0),
    "named": Operation("NamedTemporaryFile + close", floor_named, module_named, 1.25, 0.85),
    "named-writes": Operation(
        "NamedTemporaryFile, 1,000 writes of 100 bytes", floor_named_writes, module_named_writes, 1.05, 1.0
    ),
    "memory": Operation("SpooledTemporaryFile in memory, 100 writes", floor_memory, module_memory, 2.5, 0.4),
    "limited-memory": Operation("the same with a max_size", floor_memory, module_limited_memory, 2.5, 0.4),
    "rolled": Operation("the same, rolled over half-way", floor_rolled, module_rolled, 1.5, 1.0),
    "empty-tree": Operation("TemporaryDirectory + cleanup, empty", floor_mkdtemp, module_empty_tree, 1.6, 0.75),
    "tree": Operation("TemporaryDirectory cleanup, 10,000 files", floor_tree, module_tree, 1.15, 1.0),
}
