"""What an example needs of the agent, the platform and the file system."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

LACKING = {
    "fork": "this implementation's platform cannot fork",
    "umask": "permissions need a POSIX platform",
    "permissions": "permissions need a POSIX platform",
    "user": "this host cannot change to an ordinary user; run the suite as root or as an ordinary user",
    "confine": "needs private mounts: run as root on Linux, or where user namespaces are allowed",
    "spawn": "this implementation's platform cannot start programs",
    "fault": "this implementation's agent cannot let calls of the system fail",
    "audit": "this implementation's runtime has no audit events",
}
"""What to say when the agent does not declare an ability."""

NEEDED_BY = {
    "symlink": "symlinks",
    "symlink-to-directory": "symlinks",
    "dangling": "symlinks",
    "link": "hardlinks",
    "hardlink": "hardlinks",
    "fifo": "fifos",
    "socket": "sockets",
    "threads": "threads",
    "hold": "threads",
    "limit": "limits",
    "fork": "fork",
    "spawn": "spawn",
    "descriptors": "descriptors",
    "fstat": "descriptors",
    "chain": "deep-trees",
}
"""The ability behind a kind of file, an occupant or an operation of the protocol."""


def needed_by_scene(scene: Sequence[dict[str, Any]]) -> set[str]:
    """The abilities without which a scene cannot be set."""
    needed = {NEEDED_BY[item["kind"]] for item in scene if item["kind"] in NEEDED_BY}
    if any(_is_odd(item["path"].replace("@/", "")) for item in scene):
        needed.add("names")
    return needed


def _is_odd(path: str) -> bool:
    """Whether there is a name in a path, with slashes, that not every file system takes."""
    return re.search(r'[<>:"|?*\\\x00-\x1f]|[ .](/|$)', path) is not None


def needed_by_request(operation: str, fields: Mapping[str, Any]) -> set[str]:
    """The abilities without which a request cannot be carried out, whatever the implementation."""
    kinds = (operation, *fields.get("occupants", ()), *(item["kind"] for item in fields.get("items", ())))
    needed = {NEEDED_BY[kind] for kind in kinds if kind in NEEDED_BY}
    # Other than a scene, these stand in a directory that is there, and whose path is that of the platform.
    names = [re.split(r"[/\\](?=[^/])", item.get("path", ""))[-1] for item in fields.get("items", ())]
    if any(map(_is_odd, names)):
        needed.add("names")
    given = (*fields.get("arguments", ()), *fields.get("keywords", {}).values())
    suffix = fields.get("keywords", {}).get("suffix")
    if operation == "call" and isinstance(suffix, str | bytes) and suffix[-1:] in (" ", ".", b" ", b"."):
        needed.add("names")
    if operation == "call" and any(map(_is_no_text, given)):
        needed.add("byte-names")
    return needed


def _is_no_text(value: Any) -> bool:
    if not isinstance(value, bytes):
        return False
    try:
        value.decode("utf-8")
    except UnicodeDecodeError:
        return True
    return False
