"""How a descriptor becomes a file object, without ever leaking it or closing it twice.

The layers are put together here rather than by `open`: what is passed to that by number is sometimes closed
on failure and sometimes not, and closing it once more might hit another thread's file. A raw file closes its
descriptor exactly once.
"""

import io
import os
import warnings
from typing import Any, NamedTuple

#: The modes of a file that can be read and written, in each spelling. A new file is empty: "w" and "r" are
#: one.
UPDATE_MODES = frozenset({"w+b", "wb+", "r+b", "rb+"})


class Classes(NamedTuple):
    """The classes to make the uppermost layer of."""

    raw: Any = io.FileIO
    reader: Any = io.BufferedReader
    writer: Any = io.BufferedWriter
    random: Any = io.BufferedRandom
    text: Any = io.TextIOWrapper


PLAIN = Classes()


def file_object(
    descriptor: int,
    name: str | bytes | None,
    classes: Classes,
    mode: str,
    buffering: int,
    encoding: str | None = None,
    errors: str | None = None,
    newline: str | None = None,
) -> Any:
    """Return a file object for *descriptor*, the arguments from *mode* on being interpreted as for `open`.

    Its uppermost layer is one of *classes*, and *name* is its name; if that is ``None``, the descriptor is.
    The descriptor belongs to the file object from now on; if none can be made, it is closed, and the error
    says why.
    """
    usual = mode in UPDATE_MODES and buffering == -1 and encoding is errors is newline is None
    try:
        access = "r+" if usual else access_of(mode)
        raw = (classes.raw if buffering == 0 else io.FileIO)(descriptor, access)
    except BaseException:
        os.close(descriptor)
        raise
    try:
        if name is not None:
            raw.name = name
        if usual:
            return classes.random(raw)
        return layers(raw, access, mode, buffering, encoding, errors, newline, classes)
    except BaseException:
        raw.close()
        raise


def access_of(mode: str) -> str:
    """Return the part of *mode* that concerns a raw file; raise ValueError if `open` would not take it."""
    kinds = [letter for letter in mode if letter in "rwax"]
    others = [letter for letter in mode if letter not in "rwax"]
    flags = set(others)
    if len(kinds) != 1 or len(flags) != len(others) or flags - set("bt+") or {"b", "t"} <= flags:
        raise ValueError(f"no such mode: {mode!r}")
    return kinds[0] + "+" * ("+" in mode)


def layers(
    raw: Any,
    access: str,
    mode: str,
    buffering: int,
    encoding: str | None,
    errors: str | None,
    newline: str | None,
    classes: Classes,
) -> Any:
    """Return *raw* with the layers above it that *mode* and *buffering* ask for."""
    if "b" in mode:
        for argument, value in (("encoding", encoding), ("errors", errors), ("newline", newline)):
            if value is not None:
                raise ValueError(f"a binary file has no {argument}")
        if buffering == 1:
            message = "a binary file cannot be line-buffered; the default buffer is used"
            warnings.warn(message, RuntimeWarning, stacklevel=4)
        return raw if buffering == 0 else buffered(raw, access, buffering, classes)
    if buffering == 0:
        raise ValueError("a text file needs a buffer")
    buffer = buffered(raw, access, buffering, PLAIN)
    text = classes.text(buffer, encoding, errors, newline, line_buffering=buffering == 1)
    text.mode = mode
    return text


def buffered(raw: Any, access: str, buffering: int, classes: Classes) -> Any:
    """Return *raw* with a buffer of *buffering* bytes, or one of the default size."""
    if "+" in access:
        kind = classes.random
    elif access == "r":
        kind = classes.reader
    else:
        kind = classes.writer
    return kind(raw, buffering if buffering > 1 else io.DEFAULT_BUFFER_SIZE)
