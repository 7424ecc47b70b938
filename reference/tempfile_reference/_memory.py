"""Files in memory that can be used as their mode says, no more and no less.

An `io.BytesIO` can be read and written whatever it is meant for. These classes refuse what a file on disk of
the same mode would refuse, and append where that would append.

Guarantees: SpooledTemporaryFile.modes
"""

import io
from collections.abc import Callable
from typing import Any, NoReturn


def open_memory(access: str) -> io.BytesIO:
    """Return an empty file in memory for *access*, a mode without what concerns text or bytes."""
    return KINDS.get(access, io.BytesIO)()


class Appending(io.BytesIO):
    """Writes at the end, wherever the position is."""

    def write(self, data: Any) -> int:
        """Write *data* at the end; what writes nothing moves nothing."""
        position = self.tell()
        written = 0
        self.seek(0, io.SEEK_END)
        try:
            written = super().write(data)
        finally:
            if not written:
                self.seek(position)
        return written


class ReadOnly(io.BytesIO):
    """Cannot be written."""

    def writable(self) -> bool:
        """Return false."""
        return False

    def _refuse(self, *_arguments: Any) -> NoReturn:
        raise io.UnsupportedOperation("not open for writing")

    write = writelines = truncate = _refuse


class WriteOnly(io.BytesIO):
    """Cannot be read."""

    def readable(self) -> bool:
        """Return false."""
        return False

    def _refuse(self, *_arguments: Any) -> NoReturn:
        raise io.UnsupportedOperation("not open for reading")

    read = read1 = readinto = readinto1 = readline = readlines = __next__ = _refuse


class AppendOnly(WriteOnly, Appending):
    """Cannot be read, and writes at the end."""


KINDS: dict[str, Callable[[], io.BytesIO]] = {
    "r": ReadOnly,
    "w": WriteOnly,
    "x": WriteOnly,
    "a": AppendOnly,
    "a+": Appending,
}
