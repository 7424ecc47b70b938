"""The table of lanes: every place in which implementations are judged, and what it takes to do it on this host."""

from __future__ import annotations

import os
import re
import shutil
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources
from pathlib import Path
from typing import Any

from tempfile_platforms import abilities, interpreters
from tempfile_platforms.store import store

TIERS = ("always", "nightly", "available")
"""Each includes those before it."""

USERS = ("", "root", "ordinary", "homeless")
SLOWEST = 60.0
"""Seconds an interpreter gets to say who it is, cold and on a busy machine."""


class LaneError(ValueError):
    """The table contradicts itself, or a pattern names no lane."""


@dataclass(frozen=True)
class FileSystem:
    """A file system that a lane mounts for itself.

    `mount` is a shell command with $WORK (an empty directory) and $HERE (the mount point); `programs` have to be on
    PATH, and `add` installs them. `unusable` is what the system says where no trial can have a directory on it.
    """

    name: str
    mount: str
    programs: tuple[str, ...] = ()
    add: str = ""
    unusable: str = ""

    @property
    def private(self) -> bool:
        """Whether it takes mounts, rather than a directory with other permissions."""
        return "mount" in self.mount or bool(self.programs)


@dataclass(frozen=True)
class Lane:
    """One place: a system, an interpreter, a file system and a user, and what is judged there.

    `python` is what `interpreters.find` takes, empty for the running one; `scratch` is the name of a file system;
    `examples` and `timeout` (seconds) are 0 where they are as everywhere; `baseline` names a file of known
    divergences.
    """

    name: str
    system: str
    subjects: tuple[str, ...]
    tier: str
    python: str = ""
    scratch: str = ""
    user: str = ""
    examples: int = 0
    timeout: int = 0
    baseline: str = ""

    @property
    def filesystem(self) -> FileSystem | None:
        """The file system that the lane mounts, or None."""
        return filesystems()[self.scratch] if self.scratch else None


@dataclass(frozen=True)
class Missing:
    """Why a lane cannot be run here, and the command that would add what it lacks (empty: there is none)."""

    reason: str
    add: str = ""


@cache
def _table() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("lanes.toml").read_text(encoding="utf-8"))


def _made(kind: Any, raw: dict[str, Any]) -> Any:
    fields = {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}
    try:
        return kind(**fields)
    except TypeError as error:
        raise LaneError(f"lanes.toml, {raw.get('name', raw)}: {error}") from None


@cache
def filesystems() -> dict[str, FileSystem]:
    """Return every file system of the table, by name."""
    return {raw["name"]: _made(FileSystem, raw) for raw in _table()["filesystem"]}


@cache
def lanes() -> tuple[Lane, ...]:
    """Return every lane of the table, in its order. Raises `LaneError`."""
    found: list[Lane] = [_made(Lane, raw) for raw in _table()["lane"]]
    for lane in found:
        problem = _problem(lane, [other.name for other in found])
        if problem:
            raise LaneError(f"lanes.toml, {lane.name}: {problem}")
    return tuple(found)


def _problem(lane: Lane, names: list[str]) -> str:
    if names.count(lane.name) > 1:
        return "the name is used twice"
    if lane.tier not in TIERS or lane.user not in USERS:
        return f"unknown tier {lane.tier!r} or user {lane.user!r}"
    if lane.scratch and (lane.scratch not in filesystems() or filesystems()[lane.scratch].unusable):
        return f"no file system {lane.scratch!r} on which trials could be"
    if not lane.subjects:
        return "no subjects"
    return ""


def suite() -> dict[str, tuple[str, ...]]:
    """Return what the suite itself is run on: `pythons` (versions) and `runners` (of GitHub)."""
    return {key: tuple(value) for key, value in _table()["suite"].items()}


def select(patterns: Iterable[str] = (), tier: str | None = None) -> tuple[Lane, ...]:
    """Return the lanes whose name matches any of the patterns (all without one) and that belong to the tier,
    or to one before it.

    Raises `LaneError` for a pattern that matches no lane.
    """
    wanted = tuple(patterns)
    for pattern in wanted:
        if not any(fnmatchcase(lane.name, pattern) for lane in lanes()):
            raise LaneError(f"no lane matches {pattern!r}; there are {', '.join(lane.name for lane in lanes())}")
    return tuple(
        lane
        for lane in lanes()
        if (not wanted or any(fnmatchcase(lane.name, pattern) for pattern in wanted))
        and (tier is None or TIERS.index(lane.tier) <= TIERS.index(tier))
    )


def missing(lane: Lane) -> Missing | None:
    """Return why this host cannot run a lane; None where it can. Starts the interpreter to find out. Never raises."""
    if sys.platform != lane.system:
        return Missing(f"needs {lane.system}, this is {sys.platform}")
    files = lane.filesystem
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    if (lane.user or files is not None) and not root:
        return Missing("needs root, to mount and to change user", "run it as root, for example in a container")
    if files is not None or lane.user not in ("", "root"):
        if "mount" not in abilities.namespaces():
            return Missing("private mounts are refused here", "run it with CAP_SYS_ADMIN")
        lacking = [name for name in (files.programs if files else ()) if shutil.which(name) is None]
        if lacking:
            return Missing(f"there is no {' and no '.join(lacking)}", files.add if files else "")
        if files and files.name.startswith("fuse") and not os.path.exists("/dev/fuse"):
            return Missing("there is no /dev/fuse", "modprobe fuse, or run the container with --device /dev/fuse")
    if lane.python:
        try:
            interpreters.find(lane.python, timeout=SLOWEST)
        except interpreters.InterpreterError as error:
            return Missing(str(error).partition(";")[0], remedy(lane.python))
    return None


def remedy(python: str) -> str:
    """Return the command that adds an interpreter, as far as the table knows one."""
    for raw in _table()["interpreter"]:
        if any(fnmatchcase(python, pattern) for pattern in raw["names"].split()):
            version = re.search(r"\d+\.\d+", python)
            return str(raw["add"]).format(store=store(), version=version.group() if version else "")
    return ""


def baseline(lane: Lane) -> Path | None:
    """Return the file of a lane's known divergences, or None."""
    return Path(str(resources.files(__package__))) / "baselines" / lane.baseline if lane.baseline else None
