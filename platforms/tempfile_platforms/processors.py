"""The processors that this process may use, and how the work is shared out among them.

The suite and its agent take turns. On one processor neither has to wake another one for that, and a fork has no other
to tell of the memory that changes hands: where all processors are busy, everybody keeps to one.
"""

from __future__ import annotations

import contextlib
import os

_ALL: set[int] = set()
"""Those that this process might use before it kept to one; empty where it has not."""


def count() -> int:
    """Return how many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def keep_to_one(number: int) -> None:
    """Keep this thread, and what it starts from now on, to one of the processors that it may use.

    It is the one with that number, counted round and round. Where the system cannot be told, nothing happens.
    """
    if hasattr(os, "sched_setaffinity"):
        usable = os.sched_getaffinity(0)
        with contextlib.suppress(OSError):
            os.sched_setaffinity(0, {sorted(usable)[number % len(usable)]})
            _ALL.update(usable)


def let_spread(pid: int) -> None:
    """Let a process, and what it starts from now on, use all of them again, as far as that is allowed."""
    if _ALL and hasattr(os, "sched_setaffinity"):
        with contextlib.suppress(OSError):
            os.sched_setaffinity(pid, _ALL)
