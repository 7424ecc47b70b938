"""Removing what trials left: whatever its permissions, however deep, and nothing else."""

from __future__ import annotations

import contextlib
import os
import stat
from pathlib import Path


def remove_tree(top: Path) -> None:
    """Removes a directory and all that is in it, as far as that can be done; raises nothing.

    Links are not followed, and nothing above the directory is changed. (The agent has the same for itself, as it
    travels alone.)
    """
    entered: list[str] = []
    waiting = [str(top)]
    while waiting:
        entry = waiting.pop()
        with contextlib.suppress(OSError):
            if not stat.S_ISDIR(os.lstat(entry).st_mode):
                os.unlink(entry)
                continue
            entered.append(entry)
            os.chmod(entry, 0o700)
            waiting += [os.path.join(entry, name) for name in os.listdir(entry)]
    for entry in reversed(entered):
        with contextlib.suppress(OSError):
            os.rmdir(entry)
