"""System calls that wait for the suite's word: seccomp's user notification, on Linux.

A program that is started by way of this file says every call of `CALLS` before it is carried out, and so does whatever
it starts in turn; `Listener` takes each of them and lets it through or answers in the kernel's place. See seccomp(2)
and seccomp_unotify(2); Linux 5.5 or later.
"""

# Run as a program too, on the way to the agent: so nothing but the standard library, and of that what loads quickly.

from __future__ import annotations

import contextlib
import ctypes
import errno
import functools
import os
import platform
import select
import socket
import struct
import subprocess
import sys
from collections.abc import Sequence
from typing import NamedTuple

CALLS: dict[str, dict[str, int]] = {
    "x86_64": {
        "access": 21, "chmod": 90, "close": 3, "creat": 85, "faccessat": 269, "faccessat2": 439, "fchmod": 91,
        "fchmodat": 268, "fchmodat2": 452, "fdatasync": 75, "fsync": 74, "getcwd": 79, "link": 86, "linkat": 265,
        "lstat": 6, "mkdir": 83, "mkdirat": 258, "mknod": 133, "mknodat": 259, "newfstatat": 262, "open": 2,
        "openat": 257, "openat2": 437, "pwrite64": 18, "pwritev": 296, "readlink": 89, "readlinkat": 267,
        "rename": 82, "renameat": 264, "renameat2": 316, "rmdir": 84, "stat": 4, "statx": 332, "symlink": 88,
        "symlinkat": 266, "unlink": 87, "unlinkat": 263, "write": 1, "writev": 20,
    },
    "aarch64": {
        "close": 57, "faccessat": 48, "faccessat2": 439, "fchmod": 52, "fchmodat": 53, "fchmodat2": 452,
        "fdatasync": 83, "fsync": 82, "getcwd": 17, "linkat": 37, "mkdirat": 34, "mknodat": 33, "newfstatat": 79,
        "openat": 56, "openat2": 437, "pwrite64": 68, "pwritev": 70, "readlinkat": 78, "renameat": 38,
        "renameat2": 276, "statx": 291, "symlinkat": 36, "unlinkat": 35, "write": 64, "writev": 66,
    },
}  # fmt: skip
"""The numbers of the calls that are told, for each architecture."""

_AUDIT = {"x86_64": 0xC000003E, "aarch64": 0xC00000B7}
_SECCOMP = {"x86_64": 317, "aarch64": 277}

_SET_MODE_FILTER = 1
_NEW_LISTENER = 1 << 3
_SPEC_ALLOW = 1 << 2
_WAIT_KILLABLE = 1 << 5
_ALLOW = 0x7FFF0000
_NOTIFY = 0x7FC00000
_NO_NEW_PRIVILEGES = 38

_PATIENCE = 10.0
"""Seconds that trying it may take."""

_LOAD, _JUMP_IF_EQUAL, _RETURN = 0x20, 0x15, 0x06
_NUMBER, _ARCHITECTURE = 0, 4
"""Where they stand in what a filter sees."""

_NOTICE = struct.Struct("=QIIiIQ6Q")
_ANSWER = struct.Struct("=QqiI")
_RECEIVE = 3 << 30 | _NOTICE.size << 16 | ord("!") << 8 | 0
_SEND = 3 << 30 | _ANSWER.size << 16 | ord("!") << 8 | 1
_VALID = 1 << 30 | 8 << 16 | ord("!") << 8 | 2
_CONTINUE = 1


class _Instruction(ctypes.Structure):
    _fields_ = [("code", ctypes.c_ushort), ("jt", ctypes.c_ubyte), ("jf", ctypes.c_ubyte), ("k", ctypes.c_uint)]


class _Program(ctypes.Structure):
    _fields_ = [("length", ctypes.c_ushort), ("filter", ctypes.POINTER(_Instruction))]


class Notice(NamedTuple):
    """A call that waits: which thread makes it, its name, and its six arguments as the processor holds them."""

    id: int
    pid: int
    call: str
    arguments: tuple[int, ...]


class Listener:
    """The suite's end: takes the calls that wait, one after the other. `descriptor` is closed with it."""

    def __init__(self, descriptor: int) -> None:
        self._descriptor = descriptor
        self._names = {number: name for name, number in CALLS[platform.machine()].items()}
        self._poll = select.poll()
        self._poll.register(descriptor, select.POLLIN)

    def take(self, patience: float) -> Notice | None:
        """The next call, or None when there is none within `patience` seconds.

        Raises EOFError when every process that could make one is gone.
        """
        events = self._poll.poll(patience * 1000)
        if not events:
            return None
        if events[0][1] & select.POLLHUP:
            raise EOFError
        notice = bytearray(_NOTICE.size)
        try:
            _control(self._descriptor, _RECEIVE, notice)
        except OSError as error:
            # It was killed, or interrupted, before it could be taken.
            if error.errno in (errno.ENOENT, errno.EINTR):
                return None
            raise
        number, pid, _, call, _, _, *arguments = _NOTICE.unpack(notice)
        return Notice(number, pid, self._names[call], tuple(arguments))

    def waits(self, notice: Notice) -> bool:
        """Whether the process still waits; what was read of its memory before is only then its own."""
        try:
            _control(self._descriptor, _VALID, bytearray(struct.pack("=Q", notice.id)))
        except OSError:
            return False
        return True

    def answer(self, notice: Notice, error: int = 0) -> None:
        """Lets the call through, or lets it fail with an errno."""
        answer = bytearray(_ANSWER.pack(notice.id, 0, -error, 0 if error else _CONTINUE))
        with contextlib.suppress(OSError):  # it was killed meanwhile
            _control(self._descriptor, _SEND, answer)

    def close(self) -> None:
        """From here on the calls that would be told fail."""
        os.close(self._descriptor)


def _control(descriptor: int, request: int, buffer: bytearray) -> None:
    # fcntl does not exist everywhere that this file is imported.
    import fcntl

    fcntl.ioctl(descriptor, request, buffer)


def command(program: Sequence[str], passing: int) -> list[str]:
    """What starts a program with its calls told; `passing` is the descriptor of a socket that takes the listener."""
    return [sys.executable, "-I", "-S", __file__, str(passing), *program]


@functools.cache
def obstacle() -> str:
    """Why no calls can be told here; empty where they can. Tried once."""
    if not sys.platform.startswith("linux"):
        return f"only Linux tells system calls, this is {sys.platform}"
    mine, its = socket.socketpair()
    with mine, its:
        program = command(["true"], its.fileno())
        with subprocess.Popen(
            program, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, pass_fds=[its.fileno()]
        ) as tried:
            its.close()
            listener = receive(mine, _PATIENCE)
            if listener is not None:
                # Nobody answers: it waits at its first call.
                listener.close()
                tried.kill()
            words = tried.communicate()[1].decode("utf-8", "replace").strip()
    return "" if listener is not None else words or "the kernel does not tell system calls"


def receive(end: socket.socket, patience: float) -> Listener | None:
    """The listener that comes over a socket within `patience` seconds, or None when none does."""
    end.settimeout(patience)
    try:
        _, descriptors, _, _ = socket.recv_fds(end, 1, 1)
    except OSError:
        return None
    return Listener(descriptors[0]) if descriptors else None


def _install() -> int:
    """From here on, this process and all that it starts wait at each of the calls. Returns the listener's descriptor.

    Raises OSError where the kernel has none of this, or forbids it.
    """
    machine = platform.machine()
    if machine not in CALLS:
        raise OSError(errno.ENOSYS, f"the system calls of {machine} are not known here")
    numbers = sorted(CALLS[machine].values())
    steps = [(_LOAD, 0, 0, _ARCHITECTURE), (_JUMP_IF_EQUAL, 0, len(numbers) + 1, _AUDIT[machine]), (_LOAD, 0, 0, 0)]
    steps += [(_JUMP_IF_EQUAL, len(numbers) - place, 0, number) for place, number in enumerate(numbers)]
    steps += [(_RETURN, 0, 0, _ALLOW), (_RETURN, 0, 0, _NOTIFY)]
    filters = (_Instruction * len(steps))(*(_Instruction(*step) for step in steps))
    program = _Program(len(steps), filters)
    library = ctypes.CDLL(None, use_errno=True)
    # Without it only the privileged may filter; a set-user-id program is not among what is judged.
    library.prctl(_NO_NEW_PRIVILEGES, 1, 0, 0, 0)
    # A call that waits must not be made twice because a signal came, where the kernel can prevent it.
    for further in (_WAIT_KILLABLE, 0):
        flags = _NEW_LISTENER | _SPEC_ALLOW | further
        descriptor = library.syscall(_SECCOMP[machine], _SET_MODE_FILTER, flags, ctypes.byref(program))
        if descriptor >= 0:
            return int(descriptor)
    raise OSError(ctypes.get_errno(), os.strerror(ctypes.get_errno()))


def main() -> None:
    """Hands the listener over the socket whose descriptor is the first argument, then becomes the program after it."""
    with socket.socket(fileno=int(sys.argv[1])) as end:
        try:
            descriptor = _install()
        except OSError as error:
            sys.exit(f"the kernel does not tell system calls: {error.strerror}")
        # Not by send_fds, which imports: from here on nobody answers a call until the other end has the listener.
        end.sendmsg([b"."], [(socket.SOL_SOCKET, socket.SCM_RIGHTS, struct.pack("=i", descriptor))])
        os.set_inheritable(descriptor, False)
    os.execvp(sys.argv[2], sys.argv[2:])


if __name__ == "__main__":
    main()
