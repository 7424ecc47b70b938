"""Where the time of a write to a spooled file goes, step by step: ``python spooled.py``.

A file that changes from memory to disk needs a method that finds out at each call which of the two to write to. In
Python that is a call within a call, and asking whether the limit is reached is one more: no implementation in Python
that asks at every write gets below the last but one line.
"""

import io
import statistics
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

import tempfile_reference

DATA = b"x" * 100
WRITES, SLICES = 1000, 100
LIMIT = 1 << 20


class Forwards:
    """The least a method can do that hands a write on."""

    __slots__ = ("_file", "_limit")

    def __init__(self) -> None:
        self._file = io.BytesIO()
        self._limit = LIMIT

    def write(self, data: bytes) -> int:
        """Write."""
        return self._file.write(data)


class Asks(Forwards):
    """The least a method can do that also asks whether the limit is reached."""

    __slots__ = ()

    def write(self, data: bytes) -> int:
        """Write, and compare."""
        file = self._file
        written = file.write(data)
        if file.tell() > self._limit:
            raise NotImplementedError
        return written


STEPS: dict[str, Callable[[], Any]] = {
    "io.BytesIO": io.BytesIO,
    "a method that hands the write on": Forwards,
    "SpooledTemporaryFile()": tempfile_reference.SpooledTemporaryFile,
    "a method that asks for the position too": Asks,
    f"SpooledTemporaryFile({LIMIT})": lambda: tempfile_reference.SpooledTemporaryFile(LIMIT),
}


def seconds(make: Callable[[], Any]) -> float:
    """Return how long a write takes, the making of the file left out."""
    file = make()
    start = time.thread_time()
    for _ in range(WRITES):
        file.write(DATA)
    took = time.thread_time() - start
    if isinstance(file, io.IOBase):
        file.close()
    return took / WRITES


def main() -> None:
    """Measure in turn, and print the medians."""
    values: dict[str, list[float]] = {title: [] for title in STEPS}
    for _ in range(SLICES):
        for title, make in STEPS.items():
            values[title].append(seconds(make))
    medians = {title: statistics.median(found) for title, found in values.items()}
    least = medians["io.BytesIO"]
    sys.stdout.write("\none write of 100 bytes, in nanoseconds\n")
    for title, median in medians.items():
        sys.stdout.write(f"{title:46}{median * 1e9:>10.0f}{median / least:>11.2f} x\n")


if __name__ == "__main__":
    main()
