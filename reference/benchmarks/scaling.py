"""Whether the cost of a creation depends on how full the directory is, or on how many create at once.

``python scaling.py DIRECTORY`` prints what should be about 1, at least 1, and at least 1, for the reference and for the
bare system calls: what those lose is the kernel's.
"""

import itertools
import os
import shutil
import statistics
import sys
import threading
import time
from pathlib import Path
from typing import Any

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent)]

import tempfile_reference  # noqa: E402
from operations import FLAGS  # noqa: E402

ENTRIES = 200_000
CALLS = 2_000
ROUNDS = 9
WORKERS = 8


class Bare:
    """The bare system call, with names that are counted."""

    def __init__(self) -> None:
        """Start counting."""
        self.names = itertools.count()

    def mkstemp(self, dir: str) -> tuple[int, str]:
        """Create a file."""
        path = f"{dir}/{os.getpid()}-{threading.get_ident()}-{next(self.names)}"
        return os.open(path, FLAGS, 0o600), path


def seconds(module: Any, directory: str, calls: int) -> float:
    """Create files in *directory* and remove them; return the processor's time that the creations took."""
    made = []
    start = time.thread_time()
    for _ in range(calls):
        made.append(module.mkstemp(dir=directory))
    took = time.thread_time() - start
    for descriptor, path in made:
        os.close(descriptor)
        os.unlink(path)
    return took


def fullness(modules: list[Any], directory: str) -> list[float]:
    """Return how much a creation costs in a full directory, as a multiple of what it costs in an empty one."""
    empty, full = (os.path.join(directory, name) for name in ("empty", "full"))
    os.mkdir(empty)
    os.mkdir(full)
    for number in range(ENTRIES):
        os.close(os.open(os.path.join(full, f"entry{number}"), os.O_CREAT | os.O_WRONLY))
    calls = CALLS // 10  # stays below the limit on open descriptors
    found = []
    for module in modules:
        pairs = [(seconds(module, empty, calls), seconds(module, full, calls)) for _ in range(ROUNDS * 10)]
        found.append(statistics.median(pair[1] for pair in pairs) / statistics.median(pair[0] for pair in pairs))
    for path in (empty, full):
        shutil.rmtree(path)
    return found


def create_and_remove(module: Any, directory: str, calls: int) -> None:
    """Create and remove files, one after the other."""
    for _ in range(calls):
        descriptor, path = module.mkstemp(dir=directory)
        os.close(descriptor)
        os.unlink(path)


def rate_of_threads(module: Any, directory: str, workers: int) -> float:
    """Return how many files per second *workers* threads create and remove together."""
    threads = [
        threading.Thread(target=create_and_remove, args=(module, directory, CALLS * WORKERS // workers))
        for _ in range(workers)
    ]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return WORKERS * CALLS / (time.perf_counter() - start)


def rate_of_processes(module: Any, directory: str, workers: int) -> float:
    """Return how many files per second *workers* processes create and remove together."""
    start = time.perf_counter()
    children = []
    for _ in range(workers):
        child = os.fork()
        if child == 0:
            try:
                create_and_remove(module, directory, CALLS * WORKERS // workers)
            finally:
                os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)
    return WORKERS * CALLS / (time.perf_counter() - start)


def crowding(rate: Any, modules: list[Any], directory: str) -> list[float]:
    """Return the rate of many workers as a multiple of the rate of one, the median of rounds."""
    ratios: list[list[float]] = [[] for _ in modules]
    for _ in range(ROUNDS):
        for module, found in zip(modules, ratios, strict=True):
            one = rate(module, directory, 1)
            found.append(rate(module, directory, WORKERS) / one)
    return [statistics.median(found) for found in ratios]


def main(directory: str) -> None:
    """Measure and print."""
    modules: list[Any] = [tempfile_reference, Bare()]
    with tempfile_reference.TemporaryDirectory(prefix="benchmark", dir=directory) as scratch:
        lines = {
            f"a creation among {ENTRIES:,} entries, of one in an empty directory": fullness(modules, scratch),
            f"the rate of {WORKERS} threads, of that of one": crowding(rate_of_threads, modules, scratch),
            f"the rate of {WORKERS} processes, of that of one": crowding(rate_of_processes, modules, scratch),
        }
    sys.stdout.write(f"\n{'scaling':62}{'reference':>10}{'bare calls':>12}{'should be':>16}\n")
    for (title, (reference, bare)), wanted in zip(lines.items(), ("0.90 to 1.10", ">= 1", ">= 1"), strict=True):
        sys.stdout.write(f"{title:62}{reference:>10.2f}{bare:>12.2f}{wanted:>16}\n")


if __name__ == "__main__":
    main(sys.argv[1])
