"""Whether the cost of a creation depends on how full the directory is, or on how many create at once."""

import os
import shutil
import statistics
import threading
import time
from typing import Any

ENTRIES = 200_000
CALLS = 2_000
ROUNDS = 9
WORKERS = 8


def seconds(module: Any, directory: str, calls: int) -> float:
    """Create files in *directory* and remove them; return the time the creations took."""
    made = []
    start = time.perf_counter()
    for _ in range(calls):
        made.append(module.mkstemp(dir=directory))
    took = time.perf_counter() - start
    for descriptor, path in made:
        os.close(descriptor)
        os.unlink(path)
    return took


def fullness(module: Any, directory: str) -> float:
    """Return how much a creation costs in a full directory, as a multiple of what it costs in an empty one."""
    empty, full = (os.path.join(directory, name) for name in ("empty", "full"))
    os.mkdir(empty)
    os.mkdir(full)
    for number in range(ENTRIES):
        os.close(os.open(os.path.join(full, f"entry{number}"), os.O_CREAT | os.O_WRONLY))
    calls = CALLS // 10  # stays below the limit on open descriptors
    pairs = [(seconds(module, empty, calls), seconds(module, full, calls)) for _ in range(ROUNDS * 10)]
    for path in (empty, full):
        shutil.rmtree(path)
    return statistics.median(pair[1] for pair in pairs) / statistics.median(pair[0] for pair in pairs)


def create_and_remove(module: Any, directory: str, calls: int) -> None:
    """Create and remove files, one after the other."""
    for _ in range(calls):
        descriptor, path = module.mkstemp(dir=directory)
        os.close(descriptor)
        os.unlink(path)


def rate_of_threads(module: Any, directory: str, workers: int) -> float:
    """Return how many files per second *workers* threads create and remove together."""
    threads = [threading.Thread(target=create_and_remove, args=(module, directory, CALLS)) for _ in range(workers)]
    start = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return workers * CALLS / (time.perf_counter() - start)


def rate_of_processes(module: Any, directory: str, workers: int) -> float:
    """Return how many files per second *workers* processes create and remove together."""
    start = time.perf_counter()
    children = []
    for _ in range(workers):
        child = os.fork()
        if child == 0:
            try:
                create_and_remove(module, directory, CALLS)
            finally:
                os._exit(0)
        children.append(child)
    for child in children:
        os.waitpid(child, 0)
    return workers * CALLS / (time.perf_counter() - start)


def crowding(rate: Any, module: Any, directory: str) -> float:
    """Return the rate of many workers as a multiple of the rate of one."""
    pairs = [(rate(module, directory, 1), rate(module, directory, WORKERS)) for _ in range(ROUNDS)]
    return statistics.median(pair[1] for pair in pairs) / statistics.median(pair[0] for pair in pairs)
