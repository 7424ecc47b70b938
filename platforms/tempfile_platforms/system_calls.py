"""What a waiting system call is about: which of the protocol's calls it is, and the place that it names."""

from __future__ import annotations

import os
import struct
from dataclasses import dataclass
from functools import cached_property

from tempfile_platforms.seccomp import Notice

HERE = -100
"""AT_FDCWD: a relative path begins at the working directory."""

REMOVE_DIRECTORY = 0x200
NO_FOLLOW = 0x100
EMPTY_PATH = 0x1000

# Of each call, where among its arguments the directory's descriptor and the path stand; None: no descriptor.
_Where = tuple[int | None, int]
_PATHS: dict[str, _Where] = {
    **dict.fromkeys(("access", "chmod", "creat", "lstat", "mkdir", "mknod", "open", "readlink"), (None, 0)),
    **dict.fromkeys(("rename", "rmdir", "stat", "unlink"), (None, 0)),
    **dict.fromkeys(("faccessat", "faccessat2", "fchmodat", "fchmodat2", "mkdirat", "mknodat", "newfstatat"), (0, 1)),
    **dict.fromkeys(("openat", "openat2", "readlinkat", "renameat", "renameat2", "statx", "unlinkat"), (0, 1)),
    "link": (None, 1),
    "linkat": (2, 3),
    "symlink": (None, 1),
    "symlinkat": (1, 2),
}
_RENAMED_TO: dict[str, _Where] = {"rename": (None, 1), "renameat": (2, 3), "renameat2": (2, 3)}

_KINDS = {
    **dict.fromkeys(("mkdir", "mkdirat"), "mkdir"),
    **dict.fromkeys(("creat", "mknod", "mknodat", "link", "linkat", "symlink", "symlinkat"), "create"),
    **dict.fromkeys(("chmod", "fchmod", "fchmodat", "fchmodat2"), "chmod"),
    **dict.fromkeys(("write", "writev", "pwrite64", "pwritev"), "write"),
    **dict.fromkeys(("fsync", "fdatasync"), "fsync"),
    **dict.fromkeys(("access", "faccessat", "faccessat2"), "access"),
    **dict.fromkeys(("readlink", "readlinkat"), "readlink"),
    **dict.fromkeys(("rename", "renameat", "renameat2"), "rename"),
    **{name: name for name in ("close", "getcwd", "lstat", "rmdir", "stat", "unlink")},
}

_BY_DESCRIPTOR = frozenset({"close", "write", "writev", "pwrite64", "pwritev", "fsync", "fdatasync", "fchmod"})
_LOOKS = frozenset({"access", "lstat", "stat"})


@dataclass(frozen=True)
class Call:
    """One call: `kind` in the protocol's words, and of a call that names a path, that path and where it lies.

    `place` leads to it from the suite's process, through the directories and mounts of the process that calls;
    `descriptor` does the same for a call on a descriptor. Either is empty where the call has none.
    """

    process: int
    kind: str
    made_by: str
    path: str = ""
    place: str = ""
    descriptor: str = ""
    flags: int | None = None

    @property
    def looks(self) -> bool:
        """Whether it asks what stands at its path."""
        return self.kind in _LOOKS

    @property
    def name(self) -> str:
        """The last component of the path."""
        return os.path.basename(self.path.rstrip("/"))

    def outside(self, path: str) -> str:
        """An absolute path of the calling process, as the suite reaches it."""
        return f"/proc/{self.process}/root{path}"

    def inside(self, directory: str) -> bool:
        """Whether the path is an entry of that directory, an absolute path of the calling process."""
        try:
            return os.path.samefile(os.path.dirname(self.place), self.outside(directory))
        except OSError:
            return False

    def below(self, directory: str) -> bool:
        """Whether the call is about something in that directory or below, or about none in particular."""
        if not (self.place or self.descriptor):
            return True
        if self.place:
            found = os.path.join(os.path.realpath(os.path.dirname(self.place)), self.name)
        else:
            # What a pipe or a socket leads to is no absolute path.
            found = os.readlink(self.descriptor)
        return (found + "/").startswith(os.path.realpath(self.outside(directory)) + "/")

    @cached_property
    def _status(self) -> dict[str, str]:
        with open(f"/proc/{self.process}/status", encoding="utf-8", errors="replace") as lines:
            return dict(line.split(":", 1) for line in lines if ":" in line)

    def kill(self, number: int) -> None:
        """Sends a signal to the calling process, not only to its thread."""
        os.kill(int(self._status["Tgid"]), number)

    @property
    def umask(self) -> int:
        """The umask of the calling process."""
        return int(self._status["Umask"], 8)

    @property
    def user(self) -> tuple[int, int]:
        """To whom what the calling process makes belongs: user and group."""
        return int(self._status["Uid"].split()[3]), int(self._status["Gid"].split()[3])


def read(notice: Notice) -> list[Call]:
    """What a notice is about: nothing that the protocol has a word for, one thing, or two. Raises OSError."""
    call = notice.call
    if call in _BY_DESCRIPTOR:
        descriptor = f"/proc/{notice.pid}/fd/{_number(notice.arguments[0])}"
        return [Call(notice.pid, _KINDS[call], call, descriptor=descriptor)]
    if call == "getcwd":
        return [Call(notice.pid, "getcwd", "getcwd")]
    kind, flags = _kind(notice)
    made_by = "mkdir" if kind == "mkdir" else "open" if call in _OPENS else call
    found = [_named(notice, kind, made_by, _PATHS[call], flags)]
    if call in _RENAMED_TO:
        # To rename something is to create the name that it gets.
        found.append(_named(notice, "create", "rename", _RENAMED_TO[call], None))
    # Of an empty path only the descriptor counts: as fstat, which nobody takes for a look at a name.
    return [item for item in found if item.path]


def _named(notice: Notice, kind: str, made_by: str, where: _Where, flags: int | None) -> Call:
    at, place = where
    path = _text(notice.pid, notice.arguments[place])
    start = HERE if at is None else _number(notice.arguments[at])
    return Call(notice.pid, kind, made_by, path, _place(notice.pid, start, path), flags=flags)


_OPENS = frozenset({"open", "openat", "openat2", "creat"})


def _kind(notice: Notice) -> tuple[str, int | None]:
    """The protocol's word for a call that names a path, and the flags of an opening."""
    call, arguments = notice.call, notice.arguments
    if call == "unlinkat":
        return ("rmdir" if arguments[2] & REMOVE_DIRECTORY else "unlink"), None
    if call in ("newfstatat", "statx"):
        return ("lstat" if arguments[3 if call == "newfstatat" else 2] & NO_FOLLOW else "stat"), None
    if call == "creat":
        return "create", os.O_CREAT | os.O_WRONLY | os.O_TRUNC
    if call in _OPENS:
        if call == "openat2":
            flags = int(struct.unpack("=Q", _memory(notice.pid, arguments[2], 8))[0])
        else:
            flags = arguments[1 if call == "open" else 2] & 0xFFFFFFFF
        nameless = flags & os.O_TMPFILE == os.O_TMPFILE
        return ("tmpfile" if nameless else "create" if flags & os.O_CREAT else "open"), flags
    return _KINDS[call], None


_OWN = {"/proc/self/": "", "/proc/thread-self/": "", "/dev/fd/": "fd/"}
"""What of the system's files is another for every process that asks, and where it is below its entry in /proc."""


def _place(pid: int, at: int, path: str) -> str:
    for own, entry in _OWN.items():
        if path.startswith(own):
            return f"/proc/{pid}/{entry}{path.removeprefix(own)}"
    if path.startswith("/"):
        # Above a process's own root there is nothing; above its entry in /proc there is.
        while path.startswith("/../"):
            path = path[3:]
        return f"/proc/{pid}/root{path}".rstrip("/")
    start = f"/proc/{pid}/cwd" if at == HERE else f"/proc/{pid}/fd/{at}"
    return f"{start}/{path}".rstrip("/")


def _number(argument: int) -> int:
    """A descriptor, which is a signed number of 32 bits."""
    return int(struct.unpack("=i", struct.pack("=I", argument & 0xFFFFFFFF))[0])


def _text(pid: int, address: int) -> str:
    """The path at an address of a process's memory."""
    # Not beyond the end of a page, after which there may be no memory.
    found = b""
    while b"\0" not in found and len(found) <= 4096:
        found += _memory(pid, address + len(found), 4096 - (address + len(found)) % 4096)
    return os.fsdecode(found.partition(b"\0")[0])


def _memory(pid: int, address: int, size: int) -> bytes:
    with open(f"/proc/{pid}/mem", "rb", buffering=0) as memory:
        return os.pread(memory.fileno(), size, address)
