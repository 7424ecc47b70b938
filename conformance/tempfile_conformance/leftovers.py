"""What a run may have left behind: processes that carry its mark."""

from __future__ import annotations

import contextlib
import os
import signal
from pathlib import Path


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
