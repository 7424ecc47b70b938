"""How a descriptor becomes a file object, without ever leaking it or closing it twice.

The layers are put together here rather than by `open`: what is passed to that by number is sometimes closed
on failure and sometimes not, and closing it once more might hit another thread's file. A raw file closes its
descriptor exactly once. Where cleaning up fails too, the error that made it necessary is the one raised.

Guarantees: *.no-leak-when-wrapping-fails, *.first-error-reaches-the-caller, TemporaryFile.no-leak-on-error
"""

import contextlib
import io
import os
import warnings
from typing import Any, TypeVar

from . import _platform

Raw = TypeVar("Raw", bound=io.FileIO)

#: The modes of a file that can be read and written, in each spelling. A new file is empty: "w" and "r" are
#: one.
UPDATE_MODES = frozenset({"w+b", "wb+", "r+b", "rb+"})

#: How large a buffer is where the caller leaves it open, as the documentation does. `open` takes the block size of
#: the file system, which costs many small system calls, and from 3.14 on 128 KiB, so much that the C library gets it
#: from the system for each file and gives it back.
BUFFER = 64 * 1024


def access_of(mode: str) -> str:
    """Return the part of *mode* that says how the file is used, as text or not.

    Raises ValueError if `open` would not take *mode*.
    """
    if mode in UPDATE_MODES:
        return "r+"
    kinds = [letter for letter in mode if letter in "rwax"]
    others = [letter for letter in mode if letter not in "rwax"]
    flags = set(others)
    if len(kinds) != 1 or len(flags) != len(others) or flags - set("bt+") or {"b", "t"} <= flags:
        raise ValueError(f"no such mode: {mode!r}")
    return kinds[0] + "+" * ("+" in mode)


def raw_file(kind: type[Raw], descriptor: int, access: str) -> Raw:
    """Return a raw file for *descriptor*, which belongs to it from now on; if that fails, it is closed."""
    try:
        if access[0] == "a":
            _platform.here.make_appending(descriptor)
        return kind(descriptor, access)
    except BaseException:
        with contextlib.suppress(OSError):
            os.close(descriptor)
        raise


def dress(
    raw: io.FileIO,
    mode: str,
    buffering: int,
    encoding: str | None = None,
    errors: str | None = None,
    newline: str | None = None,
) -> Any:
    """Return *raw* with the layers above it that the other arguments ask for, as they would ask `open`.

    If that fails, *raw* is closed.

    Guarantees: *.storage, *.text-storage, *.update-mode-default, *.binary-default, *.modes, *.buffering,
    *.encoding, *.errors, *.newline, *.refuses-like-open
    """
    try:
        if buffering == -1 and mode in UPDATE_MODES and encoding is errors is newline is None:
            return io.BufferedRandom(raw, BUFFER)
        return layers(raw, mode, buffering, encoding, errors, newline)
    except BaseException:
        with contextlib.suppress(OSError):
            raw.close()
        raise


def layers(
    raw: io.FileIO, mode: str, buffering: int, encoding: str | None, errors: str | None, newline: str | None
) -> Any:
    """Do the work of `dress`."""
    if "b" in mode:
        for argument, value in (("encoding", encoding), ("errors", errors), ("newline", newline)):
            if value is not None:
                raise ValueError(f"a binary file has no {argument}")
        if buffering == 1:
            message = "a binary file cannot be line-buffered; the default buffer is used"
            warnings.warn(message, RuntimeWarning, stacklevel=4)
        return raw if buffering == 0 else buffered(raw, buffering)
    if buffering == 0:
        raise ValueError("a text file needs a buffer")
    text: Any = io.TextIOWrapper(buffered(raw, buffering), encoding, errors, newline, line_buffering=buffering == 1)
    text.mode = mode
    return text


def buffered(raw: io.FileIO, buffering: int) -> Any:
    """Return *raw* with a buffer of *buffering* bytes, or of `BUFFER`."""
    size = buffering if buffering > 1 else BUFFER
    if not raw.readable():
        return io.BufferedWriter(raw, size)
    return io.BufferedRandom(raw, size) if raw.writable() else io.BufferedReader(raw, size)
