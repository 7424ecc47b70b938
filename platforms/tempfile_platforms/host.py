"""Where a run takes place: the facts that go into its record, and what the host can offer to trials."""

from __future__ import annotations

import getpass
import os
import platform
import re
import sys
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from tempfile_platforms import probing
from tempfile_platforms.abilities import Ability, abilities, namespaces, strace_version
from tempfile_platforms.users import User, ordinary_user, other_user

__all__ = [
    "Ability",
    "HostFacts",
    "User",
    "abilities",
    "facts",
    "filesystem",
    "ordinary_user",
    "other_user",
]


@dataclass(frozen=True)
class HostFacts:
    """What is worth knowing about the host when a verdict is read later."""

    system: str
    release: str
    machine: str
    platform: str
    """``sys.platform``. Windows as wine plays it is ``win32`` too, with a fact called ``wine``."""
    filesystem: str
    """The type of the file system of the scratch directory, ``unknown`` where it cannot be told."""
    user: str
    uid: int | None
    umask: str
    """In octal, such as ``0022``."""
    interpreter: str
    """The one the suite runs on, such as ``CPython 3.11.7``."""
    facts: dict[str, str] = field(default_factory=dict)
    """Settings that change what can be seen; only those this platform has."""

    def to_dict(self) -> dict[str, Any]:
        """Return the facts as plain data."""
        return asdict(self)


def facts(scratch: Path) -> HostFacts:
    """Return the facts of this host, with the file system that *scratch* lies on. Never raises."""
    user, uid = _user()
    return HostFacts(
        system=platform.system(),
        release=platform.release(),
        machine=platform.machine(),
        platform=sys.platform,
        filesystem=filesystem(scratch),
        user=user,
        uid=uid,
        umask=f"{_umask():04o}",
        interpreter=f"{platform.python_implementation()} {platform.python_version()}",
        facts=_more(),
    )


def filesystem(directory: Path) -> str:
    """Return the type of the file system that *directory*, which need not exist, lies on, or ``unknown``.

    TEMPFILE_CONFORMANCE_FILESYSTEM names it where the kernel only says ``fuse``.
    """
    if named := os.environ.get("TEMPFILE_CONFORMANCE_FILESYSTEM"):
        return named
    real = os.path.realpath(directory)
    if sys.platform == "linux":
        return _deepest(real, _mountinfo(probing.read("/proc/self/mountinfo") or "")) or "unknown"
    if sys.platform == "win32":
        return _volume_type(real) or "unknown"
    listing = probing.run(["mount"], timeout=5)
    found = re.findall(r"^.+? on (/.*?) (?:\((\w+)|type (\w+))", listing.output, re.MULTILINE)
    return _deepest(real, [(place, one or other) for place, one, other in found]) or "unknown"


def _mountinfo(text: str) -> list[tuple[str, str]]:
    """Return (mount point, type) of every mount in *text*, in the order they were made; see proc(5)."""
    mounts = []
    for line in text.splitlines():
        before, dash, after = line.partition(" - ")
        fields = before.split(" ")
        if dash and len(fields) >= 5:
            place = re.sub(r"\\([0-7]{3})", lambda code: chr(int(code.group(1), 8)), fields[4])
            mounts.append((place, after.split(" ")[0]))
    return mounts


def _deepest(path: str, mounts: Iterable[tuple[str, str]]) -> str | None:
    """Return the type of the mount *path* lies on: the longest mount point above it, of equals the last."""
    best, kind = -1, None
    for place, its_kind in mounts:
        if (path + "/").startswith(place.rstrip("/") + "/") and len(place) >= best:
            best, kind = len(place), its_kind
    return kind


def _volume_type(path: str) -> str | None:
    if sys.platform != "win32":
        return None
    import ctypes

    volume, kind = ctypes.create_unicode_buffer(261), ctypes.create_unicode_buffer(261)
    kernel = ctypes.windll.kernel32
    if not kernel.GetVolumePathNameW(path, volume, len(volume)):
        return None
    if not kernel.GetVolumeInformationW(volume.value, None, 0, None, None, None, kind, len(kind)):
        return None
    return kind.value.lower() or None


def _user() -> tuple[str, int | None]:
    """Return the name and the number of the user whose rights count; Windows has no number."""
    if sys.platform != "win32":
        import pwd

        uid = os.geteuid()
        try:
            return pwd.getpwuid(uid).pw_name, uid
        except KeyError:
            return str(uid), uid
    try:
        return getpass.getuser(), None
    except (OSError, KeyError, ImportError):
        return "unknown", None


def _umask() -> int:
    """Return the umask; from Linux's record if it can be, since setting it races with other threads."""
    told = re.search(r"^Umask:\s*([0-7]+)$", probing.read("/proc/self/status") or "", re.MULTILINE)
    if told:
        return int(told.group(1), 8)
    mask = os.umask(0o077)
    os.umask(mask)
    return mask


def _wine() -> str | None:
    """Return the version of the wine that plays Windows here, or None."""
    if sys.platform != "win32":
        return None
    import ctypes

    try:
        version = ctypes.windll.ntdll.wine_get_version
    except (AttributeError, OSError):
        return None
    version.restype = ctypes.c_char_p
    return str(version().decode("ascii", "replace"))


def _more() -> dict[str, str]:
    found: dict[str, str | None] = {"wine": _wine()}
    if sys.platform == "linux":
        for name in ("symlinks", "regular", "fifos", "hardlinks"):
            found[f"protected_{name}"] = probing.read(f"/proc/sys/fs/protected_{name}")
        found["ptrace_scope"] = probing.read("/proc/sys/kernel/yama/ptrace_scope") or "absent"
        found["strace"] = strace_version() or "absent"
        found["namespaces"] = ", ".join(namespaces()) or "none"
        found["container"] = ", ".join(_container()) or "none seen"
    return {name: value for name, value in found.items() if value is not None}


def _container() -> list[str]:
    """Return the marks of a container or of a Linux inside another system."""
    marks = [name for name in ("/.dockerenv", "/run/.containerenv") if os.path.exists(name)]
    groups = probing.read("/proc/1/cgroup") or ""
    marks += [name for name in ("docker", "kubepods", "lxc", "containerd") if name in groups]
    if named := os.environ.get("container"):  # noqa: SIM112 - systemd and podman write it in small letters
        marks.append(named)
    if "microsoft" in platform.release().lower():
        marks.append("WSL")
    return marks
