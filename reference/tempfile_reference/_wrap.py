"""How a descriptor becomes a file object, without ever leaking it or closing it twice.

The layers are put together here rather than by `open`: what is passed to that by number is sometimes closed
on failure and sometimes not, and closing it once more might hit another thread's file. A raw file closes its
descriptor exactly once.
"""

import io
import os
import warnings
from collections.abc import Callable
from typing import Any

#: What `open` does without asking when nothing but the default mode is wanted, in either spelling.
DEFAULT_MODES = frozenset({"w+b", "wb+", "r+b", "rb+"})


def file_object(
    descriptor: int,
    mode: str,
    buffering: int,
    encoding: str | None,
    errors: str | None,
    newline: str | None,
    raw_file: Callable[[int, str], io.FileIO] = io.FileIO,
) -> Any:
    """Return a file object for *descriptor*, the arguments being interpreted as for `open`.

    Its lowest layer is made by *raw_file*, which takes the descriptor and a mode. The descriptor belongs to
    the file object from now on; if none can be made, it is closed, and the error says why.
    """
    try:
        kind = access(mode)
        raw = raw_file(descriptor, kind)
    except BaseException:
        os.close(descriptor)
        raise
    try:
        if mode in DEFAULT_MODES and buffering == -1 and encoding is errors is newline is None:
            return io.BufferedRandom(raw)
        return layers(raw, kind, mode, buffering, encoding, errors, newline)
    except BaseException:
        raw.close()
        raise


def access(mode: str) -> str:
    """Return the part of *mode* that concerns a raw file; raise ValueError if `open` would not take it."""
    if mode in DEFAULT_MODES:
        return "r+"
    kinds = [letter for letter in mode if letter in "rwax"]
    others = [letter for letter in mode if letter not in "rwax"]
    if (
        len(kinds) != 1
        or len(set(others)) != len(others)
        or set(others) - set("bt+")
        or {"b", "t"} <= set(others)
    ):
        raise ValueError(f"no such mode: {mode!r}")
    return kinds[0] + "+" * ("+" in mode)


def layers(
    raw: io.FileIO,
    kind: str,
    mode: str,
    buffering: int,
    encoding: str | None,
    errors: str | None,
    newline: str | None,
) -> Any:
    """Return *raw* with the layers above it that *mode* and *buffering* ask for."""
    binary = "b" in mode
    if binary:
        for name, value in (("encoding", encoding), ("errors", errors), ("newline", newline)):
            if value is not None:
                raise ValueError(f"a binary file has no {name}")
        if buffering == 1:
            message = "a binary file cannot be line-buffered; the default buffer is used"
            warnings.warn(message, RuntimeWarning, stacklevel=4)
            buffering = -1
    if buffering == 0:
        if binary:
            return raw
        raise ValueError("a text file needs a buffer")
    size = buffering if buffering > 1 else io.DEFAULT_BUFFER_SIZE
    buffer: Any
    if "+" in kind:
        buffer = io.BufferedRandom(raw, size)
    elif kind == "r":
        buffer = io.BufferedReader(raw, size)
    else:
        buffer = io.BufferedWriter(raw, size)
    if binary:
        return buffer
    text: Any = io.TextIOWrapper(buffer, encoding, errors, newline, line_buffering=buffering == 1)
    text.mode = mode
    return text
