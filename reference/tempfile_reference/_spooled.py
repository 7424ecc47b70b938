"""The file that stays in memory until it is too large for that."""

import contextlib
import errno
import io
import os
import warnings
from collections.abc import Iterable
from types import GenericAlias
from typing import Any, ClassVar

from . import _forwarding, _memory, _wrap


class Spooled(_forwarding.Forwarding):
    """A file in memory that becomes a file on disk once it is larger than *max_size* bytes.

    A subclass says, in `_create_on_disk`, how the file on disk comes into being. ``_file`` is what holds the
    contents.

    Guarantees: SpooledTemporaryFile.storage, SpooledTemporaryFile.update-mode-default,
    SpooledTemporaryFile.binary-default, SpooledTemporaryFile.in-memory,
    SpooledTemporaryFile.exceeding-rolls-over, SpooledTemporaryFile.file-kind,
    SpooledTemporaryFile.gone-on-close, SpooledTemporaryFile.gone-on-collection,
    SpooledTemporaryFile.gone-at-any-end, SpooledTemporaryFile.memory-kind
    """

    __slots__ = ("_limit", "_max_size", "_mode", "_rolled")
    _warns = True

    def _begin(self, max_size: int, mode: str, encoding: str | None, errors: str | None, newline: str | None) -> None:
        """Start empty and in memory; a *max_size* of 0 means that size alone never leads to disk."""
        if mode == "w+b":
            self._file = io.BytesIO()
        else:
            memory = _memory.open_memory(_wrap.access_of(mode))
            self._file = memory if "b" in mode else io.TextIOWrapper(memory, encoding, errors, newline)
        self._max_size = max_size
        self._mode = mode
        self._rolled = False
        #: The size that leads to disk when exceeded; ``None`` if none does, or none does any more.
        self._limit = max_size or None

    def _create_on_disk(self) -> Any:
        raise NotImplementedError

    __class_getitem__: ClassVar[Any] = classmethod(GenericAlias)

    def rollover(self) -> None:
        """Move the contents to a file on disk, if they are not there yet. The position stays.

        If that fails, the error is raised, and everything stays in memory as it was.

        Guarantees: SpooledTemporaryFile.rollover, SpooledTemporaryFile.rollover-keeps-data,
        SpooledTemporaryFile.rollover-keeps-text, SpooledTemporaryFile.no-leak-on-error,
        SpooledTemporaryFile.failed-rollover-keeps-data, SpooledTemporaryFile.rollover-again
        """
        if self._rolled:
            return
        position = self._file.tell()
        contents = self._memory().getvalue()
        disk = self._create_on_disk()
        try:
            if contents:
                getattr(disk, "buffer", disk).write(contents)
            disk.seek(position)
        except BaseException:
            with contextlib.suppress(OSError):  # the first error is the one to tell
                disk.close()
            raise
        self._file = disk
        self._rolled = True
        self._limit = None

    def _memory(self) -> Any:
        """Return the binary file in memory, with everything in it that was written so far."""
        if "b" in self._mode:
            return self._file
        self._file.flush()
        return self._file.buffer

    def write(self, data: Any) -> int:
        """Write *data*; go to disk if the file is too large now.

        Guarantees: SpooledTemporaryFile.text-exceeding-rolls-over, SpooledTemporaryFile.full-disk-is-an-error,
        SpooledTemporaryFile.rolls-over-where-asked
        """
        if self._limit is None:
            return self._file.write(data)  # type: ignore[no-any-return]
        file = self._file
        written: int = file.write(data)
        # Only a write that ends beyond the limit can have made the file exceed it. What a text file tells after
        # writing is a number of bytes.
        if file.tell() > self._limit:
            self.rollover()
        return written

    def writelines(self, lines: Iterable[Any]) -> None:
        """Write all *lines*; go to disk as soon as the file is too large.

        Guarantees: SpooledTemporaryFile.lines-roll-over
        """
        for line in lines:
            self.write(line)

    def truncate(self, size: int | None = None) -> int:
        """Make the file *size* bytes long, or as long as the position says; new bytes are zeros.

        Guarantees: SpooledTemporaryFile.truncate-extends, SpooledTemporaryFile.extending-rolls-over
        """
        if self._rolled:
            result: int = self._file.truncate(size)
            return result
        memory = self._memory()
        if size is None:
            size = self._file.tell()
        if self._limit is not None and size > self._limit:
            self.rollover()
            return self.truncate(size)
        check_not_negative(size)
        position = memory.tell()
        missing = size - memory.seek(0, io.SEEK_END)
        if missing > 0:
            memory.write(bytes(missing))
        else:
            memory.truncate(size)
        memory.seek(position)
        return size

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        """Change the position, and return it. There is none before the beginning."""
        file = self._file
        if not self._rolled and "b" in self._mode and offset < 0:
            position = file.tell()
            start = file.seek(0, whence) if whence else 0
            file.seek(position)
            check_not_negative(start + offset if whence != io.SEEK_CUR else position + offset)
        result: int = file.seek(offset, whence)
        return result

    def fileno(self) -> int:
        """Go to disk, and return the descriptor of the file there.

        Guarantees: SpooledTemporaryFile.fileno-rolls-over
        """
        self.rollover()
        descriptor: int = self._file.fileno()
        return descriptor

    @property
    def mode(self) -> str:
        """The mode asked for, or that of the file on disk.

        Guarantees: SpooledTemporaryFile.tells-mode
        """
        return str(getattr(self._file, "mode", self._mode))

    def __del__(self) -> None:
        """Close the file, with a ResourceWarning if it had not been closed."""
        try:
            file = self._file
        except AttributeError:
            return  # it was never completed
        if not file.closed:
            if self._warns:
                warnings.warn(f"unclosed file {self!r}", ResourceWarning, stacklevel=2)
            file.close()


def check_not_negative(position: int) -> None:
    """Raise what a file on disk raises for a position or a size below zero."""
    if position < 0:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
