"""The shell script that gives one lane a file system and a user of its own, in mounts that vanish with it."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterable, Sequence
from pathlib import Path

from tempfile_platforms.lanes import Lane
from tempfile_platforms.users import OVERFLOW

UNSHARE = ("unshare", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc", "--propagation", "private")
"""New mounts and processes: when the script ends, the kernel takes back every mount and ends every daemon."""


def confined(lane: Lane, command: Sequence[str], base: Path, needed: Iterable[Path]) -> list[str]:
    """Return the command that runs *command* in the lane's own mounts and as its user.

    *base* is an empty directory; `base/here` becomes the scratch directory. *needed* are the directories that the
    command has to reach, which are opened to an ordinary user even below a private home.
    """
    here, work = base / "here", base / "work"
    lines = ["set -eu", f"WORK={shlex.quote(str(work))} HERE={shlex.quote(str(here))}"]
    lines.append('mkdir -p "$WORK" "$HERE"')
    if lane.filesystem is not None:
        lines.append(lane.filesystem.mount)
    start = shlex.join(command)
    if lane.user in ("ordinary", "homeless"):
        lines += list(_opened(needed, base))
        if lane.user == "homeless":
            lines.append(f"mkdir -m 0755 {shlex.quote(str(base / 'foreign'))}")
            lines.append(
                f"export HOME={shlex.quote(str(base / 'foreign'))} TMPDIR={shlex.quote(str(base / 'foreign'))}"
            )
        else:
            lines.append('export HOME="$HERE"; unset TMPDIR')
        start = f"setpriv --reuid {OVERFLOW} --regid {OVERFLOW} --clear-groups {start}"
    # Not exec: the script has to stay the first process, or what daemons leave behind would have no parent.
    lines += [f"{start} || code=$?", "exit ${code:-0}"]
    return [*UNSHARE, "sh", "-c", "\n".join(lines)]


def needed_directories() -> list[Path]:
    """Return the directories without which the suite cannot run: its interpreter's, its packages', the project's."""
    found = [sys.prefix, sys.base_prefix, os.path.dirname(os.path.realpath(sys.executable)), os.getcwd()]
    found += [item for item in sys.path if os.path.isdir(item)]
    return sorted({Path(item).resolve() for item in found})


def _opened(needed: Iterable[Path], base: Path) -> Iterable[str]:
    """Yield commands that make directories reachable whose parents keep other users out.

    The closed parent is covered by an empty one, in these mounts only, in which the directory is put back.
    """
    closed: dict[Path, list[Path]] = {}
    for directory in needed:
        for parent in reversed(directory.parents):
            if not parent.stat().st_mode & 0o001:
                closed.setdefault(parent, []).append(directory)
                break
    number = 0
    for parent, directories in closed.items():
        places = []
        for directory in _outermost(directories):
            number += 1
            aside = shlex.quote(str(base / f"aside{number}"))
            yield f"mkdir {aside} && mount --rbind {shlex.quote(str(directory))} {aside}"
            places.append((aside, shlex.quote(str(directory))))
        yield f"mount -t tmpfs -o mode=0755 tmpfs {shlex.quote(str(parent))}"
        for aside, directory_text in places:
            yield f"mkdir -p {directory_text} && mount --move {aside} {directory_text}"


def _outermost(directories: Iterable[Path]) -> list[Path]:
    kept: list[Path] = []
    for directory in sorted(directories):
        if not any(directory.is_relative_to(other) for other in kept):
            kept.append(directory)
    return kept
