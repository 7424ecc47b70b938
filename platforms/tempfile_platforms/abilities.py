"""What this host can decide: each ability is tried, not guessed, and a missing one comes with its remedy."""

from __future__ import annotations

import functools
import os
import shutil
import sys
import tempfile
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import Any

from tempfile_platforms import probing, seccomp
from tempfile_platforms.users import User, ordinary_user, other_user

_PATIENCE = 5.0

_TRACED = "import ctypes, sys; sys.exit(ctypes.CDLL(None).ptrace(0, 0, 0, 0) != 0)"  # PTRACE_TRACEME


@dataclass(frozen=True)
class Ability:
    """One thing a check may need of the host."""

    name: str
    """A permanent slug."""
    available: bool
    why: str
    """What was seen when it was tried."""
    remedy: str
    """What to do to have it; empty when it is available."""

    def to_dict(self) -> dict[str, Any]:
        """Return the ability as plain data."""
        return asdict(self)


def abilities() -> list[Ability]:
    """Return every ability a check may need, tried on this host just now. Never raises."""
    found = []
    for name, probe in _PROBES.items():
        try:
            available, why, remedy = probe()
        except Exception as error:
            available, why, remedy = (
                False,
                f"trying it failed: {error}",
                "report this as a defect of the suite",
            )
        found.append(Ability(name, available, why, "" if available else remedy))
    return found


@functools.cache
def namespaces() -> tuple[str, ...]:
    """Return which private namespaces a process can have here, of ``mount`` and ``user``; tried once."""
    unshare = shutil.which("unshare") if sys.platform == "linux" else None
    if unshare is None:
        return ()
    rooted = ["--", "chroot", "/", "true"]
    ways = {
        "mount": [unshare, "--mount", *rooted],
        "user": [unshare, "--user", "--map-root-user", "--mount", *rooted],
    }
    return tuple(name for name, way in ways.items() if probing.run(way, timeout=_PATIENCE).succeeded)


@functools.cache
def strace_version() -> str | None:
    """Return the version of strace, or None where there is none; looked up once."""
    strace = shutil.which("strace")
    answer = probing.run([strace, "-V"], timeout=_PATIENCE) if strace else None
    if answer is None or not answer.succeeded or not answer.output:
        return None
    return answer.output.splitlines()[0].rpartition(" ")[2]


_Found = tuple[bool, str, str]


def _fork() -> _Found:
    if hasattr(os, "fork"):
        return True, "a trial is a fork of a warm agent", ""
    remedy = "none needed: every trial is a new process here, so give it more time"
    return False, "this platform does not fork", remedy


def _become(user: User | None, what: str) -> _Found:
    if user is None:
        return False, f"{what} needs root", "run as root, for example in a container"
    outcome = probing.run(["true"], timeout=_PATIENCE, user=user.uid, group=user.gid)
    if outcome.succeeded:
        return True, f"a trial can become {user.name} (uid {user.uid})", ""
    why = f"becoming {user.name} (uid {user.uid}) failed: {outcome.last_words or outcome.code}"
    return False, why, "run as root with CAP_SETUID and CAP_SETGID"


def _ordinary_user() -> _Found:
    if sys.platform == "win32":
        return False, "there is no dropping of privileges on Windows", "try permissions on a POSIX system"
    if os.geteuid() != 0:
        return True, "the suite itself runs as an ordinary user", ""
    user = ordinary_user()
    if user is None:
        remedy = "run as an ordinary user, or with one mapped into the user namespace"
        return False, "this user namespace has no user but root", remedy
    return _become(user, "an ordinary user")


def _second_user() -> _Found:
    return _become(other_user(), "a second user")


def _private_mounts() -> _Found:
    if sys.platform != "linux":
        return False, f"mount namespaces are Linux's, this is {sys.platform}", "decide it on Linux"
    has = namespaces()
    if "mount" in has or "user" in has:
        own = "mount namespaces" if "mount" in has else "mount namespaces inside a user namespace"
        return True, f"{own} work, so the directory search can be confined to a root of its own", ""
    if shutil.which("unshare") is None:
        return False, "there is no unshare program to try it with", "apt-get install util-linux"
    remedy = "allow them (sysctl kernel.unprivileged_userns_clone=1), or run as root with CAP_SYS_ADMIN"
    return False, "unshare of a mount namespace is refused, alone and inside a user namespace", remedy


def _strace() -> _Found:
    if sys.platform != "linux":
        return False, f"strace is Linux's, this is {sys.platform}", "decide it on Linux"
    version = strace_version()
    if version is None:
        return False, "there is no strace on PATH", "apt-get install strace"
    outcome = probing.run(["strace", "-o", os.devnull, "true"], timeout=_PATIENCE)
    if outcome.succeeded:
        return True, f"strace {version} traces", ""
    why = f"strace {version} cannot trace: {outcome.last_words or outcome.code}"
    return False, why, "allow ptrace (docker run --cap-add SYS_PTRACE)"


def _ptrace() -> _Found:
    if sys.platform != "linux":
        return False, f"decided by ptrace on Linux only, this is {sys.platform}", "decide it on Linux"
    outcome = probing.run([sys.executable, "-I", "-S", "-c", _TRACED], timeout=_PATIENCE)
    scope = probing.read("/proc/sys/kernel/yama/ptrace_scope") or "none"
    if outcome.succeeded:
        return True, f"a process can have itself traced (Yama scope: {scope})", ""
    return False, f"ptrace is refused (Yama scope: {scope})", "docker run --cap-add SYS_PTRACE"


def _system_calls() -> _Found:
    obstacle = seccomp.obstacle()
    if not obstacle:
        return True, "the kernel tells system calls before they are carried out", ""
    return (
        False,
        obstacle,
        "decide it on Linux 5.5 or later, or allow seccomp (docker run --security-opt seccomp=unconfined)",
    )


def _shared_memory() -> _Found:
    if os.access("/dev/shm", os.W_OK | os.X_OK):
        return True, "/dev/shm can be written: a second, memory-backed file system for --scratch", ""
    return (
        False,
        "/dev/shm is missing or not writable",
        "mount a tmpfs and name it by --scratch",
    )


def _symbolic_links() -> _Found:
    with tempfile.TemporaryDirectory(prefix="tempfile-conformance-") as folder:
        link = os.path.join(folder, "link")
        try:
            os.symlink("target", link)
            made = os.path.islink(link)
        except (OSError, NotImplementedError) as error:
            return False, f"making one failed: {error}", "on Windows: switch on the developer mode"
    if made:
        return True, "symbolic links can be made", ""
    return False, "making one succeeds, but there is none", "decide it on real Windows: wine only pretends"


_PROBES: dict[str, Callable[[], _Found]] = {
    "fork": _fork,
    "ordinary-user": _ordinary_user,
    "second-user": _second_user,
    "private-mounts": _private_mounts,
    "strace": _strace,
    "ptrace": _ptrace,
    "system-calls": _system_calls,
    "shared-memory": _shared_memory,
    "symbolic-links": _symbolic_links,
}
