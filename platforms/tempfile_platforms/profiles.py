"""What each operating system's documentation says differs, and what platforms and file systems cannot promise, as data.

Everything stands in profiles.toml; this module finds what applies.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from functools import cache
from importlib import resources
from typing import Any

PROCESSES = ("fork", "user", "spawn", "threads", "exit", "limits")
FILES = ("permissions", "umask", "names", "byte-names", "deep-trees", "gone-cwd")
KINDS = ("symlinks", "hardlinks", "link-counts", "fifos", "sockets", "descriptors")
ABILITIES = frozenset((*PROCESSES, *FILES, *KINDS))
"""What a platform or a file system may lack."""


@dataclass(frozen=True)
class Profile:
    """One family of systems, as the documentation of tempfile tells them apart.

    `search` are the directories tried after the environment (`$NAME` for a variable of the environment); `reopen` is
    whether the name of an open named file can be opened again; `anonymous` whether a TemporaryFile has no name;
    `newline` what ends a line of a text file; `sentence` one that tells this family from the others.
    """

    name: str
    platforms: tuple[str, ...]
    search: tuple[str, ...]
    reopen: bool
    anonymous: bool
    newline: str
    permission_bits: bool
    case_sensitive: bool
    sentence: str


@dataclass(frozen=True)
class Lack:
    """Something that is not to be had: the sentence that says so, and where it stands.

    `promised` means that the real system has it and only what stands in for it here does not.
    """

    ability: str
    sentence: str
    source: str
    promised: bool

    def __str__(self) -> str:
        return f"{self.sentence} ({self.source})"


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files(__package__).joinpath("profiles.toml").read_text(encoding="utf-8"))


@cache
def profiles() -> tuple[Profile, ...]:
    """Return every profile there is."""
    found = []
    for raw in _data()["profile"]:
        fields: dict[str, Any] = {key: tuple(value) if isinstance(value, list) else value for key, value in raw.items()}
        found.append(Profile(**fields))
    return tuple(found)


def profile(platform: str) -> Profile:
    """Return the profile of a platform, named as `sys.platform` does (or `win32-wine`); posix where none names it."""
    for found in profiles():
        if any(fnmatchcase(platform, pattern) for pattern in found.platforms):
            return found
    return profiles()[0]


@cache
def lacks(platform: str, filesystem: str) -> Mapping[str, Lack]:
    """Return what a platform, or a file system (by its type as the kernel names it), lacks, by ability."""
    found: dict[str, Lack] = {}
    for raw in _data()["lack"]:
        if platform in raw.get("platforms", ()) or filesystem in raw.get("filesystems", ()):
            for ability in raw["abilities"]:
                lack = Lack(ability, raw["sentence"], raw["source"], raw.get("promised", False))
                found.setdefault(ability, lack)
    return found


@cache
def refusal(platform: str, operation: str, error: str) -> str | None:
    """Return why a platform answers an operation of the protocol with that error (by its errno's name), or None."""
    for raw in _data()["refusal"]:
        if platform in raw["platforms"] and operation in raw["operations"] and error in raw["errors"]:
            return f"{raw['sentence']} ({raw['source']})"
    return None


def label(platform: str) -> str:
    """Return the short name of a runtime's platform: `linux` for Python 2's `linux2`, `java` for `java17.0.15`."""
    if platform.startswith("java"):
        return "java"
    return platform.rstrip("0123456789") if platform.startswith("linux") else platform
