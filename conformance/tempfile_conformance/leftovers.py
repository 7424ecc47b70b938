"""What a run may have left behind: processes that carry its mark, and the directory of that name."""

from __future__ import annotations

import contextlib
import os
import signal
import sys
import warnings
from collections.abc import Callable
from pathlib import Path

from tempfile_platforms.removal import remove_tree


def processes(marker: str) -> list[int]:
    """The processes of this run that are still alive, by the mark in their environment. Linux only; elsewhere none."""
    wanted = f"TEMPFILE_CONFORMANCE={marker}".encode()
    found = []
    for entry in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            if wanted in entry.read_bytes().split(b"\0"):
                found.append(int(entry.parent.name))
    return [pid for pid in found if pid != os.getpid()]


def end_processes(marker: str) -> int:
    """Ends what is still alive of a run; returns how many processes that were."""
    ended = processes(marker)
    for pid in ended:
        with contextlib.suppress(OSError):
            os.kill(pid, signal.SIGKILL)
    return len(ended)


def remove(path: Path) -> None:
    """Ends the processes whose mark is the name of a scratch directory, then removes that."""
    end_processes(path.name)
    remove_tree(path)


def keeper(path: Path) -> Callable[[], None]:
    """Sees to it that a scratch directory is removed even if the suite is killed; returns what ends that.

    A process of its own waits until the suite and its workers are gone. Where there is no fork, nobody does.
    """
    if sys.platform != "linux":
        return lambda: None
    told, tell = os.pipe()
    with warnings.catch_warnings():
        # It only waits: that other threads are not in it does not matter.
        warnings.simplefilter("ignore", DeprecationWarning)
        pid = os.fork()
    if pid == 0:
        _keep(path, told)
    os.close(told)

    def done() -> None:
        with contextlib.suppress(OSError):  # somebody has ended it
            os.write(tell, b".")
        os.close(tell)
        with contextlib.suppress(OSError):
            os.waitpid(pid, 0)

    return done


def _keep(path: Path, told: int) -> None:
    try:
        # Nothing that is sent to the suite's group is meant for this one, and nobody shall wait for its output.
        os.setsid()
        nowhere = os.open(os.devnull, os.O_RDWR)
        for stream in range(3):
            os.dup2(nowhere, stream)
        os.closerange(3, told)
        os.closerange(told + 1, os.sysconf("SC_OPEN_MAX"))
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)
        if not os.read(told, 1):
            remove(path)
    finally:
        os._exit(0)
