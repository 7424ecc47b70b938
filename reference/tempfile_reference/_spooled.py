"""The file that stays in memory until it is too large for that."""

import contextlib
import errno
import functools
import io
import os
import warnings
from collections.abc import Iterable
from types import GenericAlias, TracebackType
from typing import Any, ClassVar

from . import _memory, _wrap


class Spooled(io.IOBase):
    """A file in memory that becomes a file on disk once it is larger than *max_size* bytes.

    A subclass says, in `_create_on_disk`, how the file on disk comes into being. ``_file`` is what holds the
    contents. Every method looks it up anew, because it changes: a method that somebody keeps stays good.

    Guarantees: SpooledTemporaryFile.storage, SpooledTemporaryFile.update-mode-default,
    SpooledTemporaryFile.binary-default, SpooledTemporaryFile.in-memory,
    SpooledTemporaryFile.exceeding-rolls-over, SpooledTemporaryFile.file-kind,
    SpooledTemporaryFile.gone-on-close, SpooledTemporaryFile.gone-on-collection,
    SpooledTemporaryFile.context-manager, SpooledTemporaryFile.memory-kind, SpooledTemporaryFile.io-base,
    SpooledTemporaryFile.binary-methods, SpooledTemporaryFile.text-methods,
    SpooledTemporaryFile.return-values, SpooledTemporaryFile.usable-as-stream
    """

    # Instances start without a dictionary: with one, every call of a method would take a slower path.
    __slots__ = ("_file", "_limit", "_max_size", "_mode", "_reached", "_rolled")
    _file: Any
    _warns = True

    def __init__(self, max_size: int, mode: str, encoding: str | None, errors: str | None, newline: str | None) -> None:
        """Start empty and in memory; a *max_size* of 0 means that size alone never leads to disk."""
        memory = io.BytesIO() if mode == "w+b" else _memory.open_memory(_wrap.access_of(mode))
        if "b" in mode:
            self._file = memory
            if max_size:
                self._reached = memory.tell
        else:
            self._file = text = io.TextIOWrapper(memory, encoding, errors, newline)
            self._reached = functools.partial(reached, text)
        self._max_size = max_size
        self._mode = mode
        self._rolled = False
        #: The size that leads to disk when exceeded; 0 if none does, or none does any more.
        self._limit = max_size

    def _create_on_disk(self) -> Any:
        raise NotImplementedError

    __class_getitem__: ClassVar[Any] = classmethod(GenericAlias)

    def rollover(self) -> None:
        """Move the contents to a file on disk, if they are not there yet. The position stays.

        If that fails, the error is raised, and everything stays in memory as it was.

        Guarantees: SpooledTemporaryFile.rollover, SpooledTemporaryFile.rollover-keeps-data,
        SpooledTemporaryFile.no-leak-on-error
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
        self._limit = 0

    def _memory(self) -> Any:
        """Return the binary file in memory, with everything in it that was written so far."""
        if "b" in self._mode:
            return self._file
        self._file.flush()
        return self._file.buffer

    def write(self, data: Any) -> int:
        """Write *data*; go to disk if the file is too large now."""
        written: int = self._file.write(data)
        # Only a write that ends beyond the limit can have made the file exceed it.
        if self._limit and self._reached() > self._limit:
            self.rollover()
        return written

    def writelines(self, lines: Iterable[Any]) -> None:
        """Write all *lines*; go to disk as soon as the file is too large."""
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
        if self._limit and size > self._limit:
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

    def close(self) -> None:
        """Close the file; its contents are lost."""
        self._file.close()

    def __enter__(self) -> Any:
        """Return this object; it must be open."""
        if self._file.closed:
            raise ValueError("the file is closed")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self._file.close()

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

    def __next__(self) -> Any:
        """Return the next line. Not the file's own ``next``, after which a text file cannot tell where it is.

        Guarantees: SpooledTemporaryFile.iterator-goes-on
        """
        line = self._file.readline()
        if not line:
            raise StopIteration
        return line

    @property
    def closed(self) -> bool:
        """Has the file been closed?"""
        return bool(self._file.closed)

    @property
    def mode(self) -> str:
        """The mode asked for, or that of the file on disk."""
        return str(getattr(self._file, "mode", self._mode))

    @property
    def name(self) -> Any:
        """The name of the file on disk, if there is one; otherwise ``None``."""
        return getattr(self._file, "name", None)

    @property
    def encoding(self) -> Any:
        """The encoding; text only."""
        return self._file.encoding

    @property
    def errors(self) -> Any:
        """What is done about characters that cannot be encoded; text only."""
        return self._file.errors

    @property
    def newlines(self) -> Any:
        """The line ends seen so far; text only."""
        return self._file.newlines

    def flush(self) -> None:
        """Hand what is buffered to the system."""
        self._file.flush()

    def isatty(self) -> bool:
        """Return false: it is no terminal."""
        return bool(self._file.isatty())

    def readable(self) -> bool:
        """Can it be read?"""
        return bool(self._file.readable())

    def writable(self) -> bool:
        """Can it be written?"""
        return bool(self._file.writable())

    def seekable(self) -> bool:
        """Can the position be changed?"""
        return bool(self._file.seekable())

    def read(self, *size: int | None) -> Any:
        """Read up to *size* bytes or characters, by default all."""
        return self._file.read(*size)

    def read1(self, *size: int) -> Any:
        """Read up to *size* bytes, with at most one system call."""
        return self._file.read1(*size)

    def readinto(self, buffer: Any) -> int:
        """Read into *buffer* and return how many bytes."""
        return int(self._file.readinto(buffer))

    def readinto1(self, buffer: Any) -> int:
        """Read into *buffer*, with at most one system call, and return how many bytes."""
        return int(self._file.readinto1(buffer))

    def readline(self, *size: int | None) -> Any:
        """Read one line."""
        return self._file.readline(*size)

    def readlines(self, *hint: int) -> Any:
        """Read all lines, or about *hint* bytes of them."""
        return self._file.readlines(*hint)

    def tell(self) -> int:
        """Return the position."""
        position: int = self._file.tell()
        return position

    def detach(self) -> Any:
        """Part with the layer under the uppermost one, as the file in use does."""
        return self._file.detach()


def reached(text: Any) -> int:
    """Return how many bytes into the file under *text* the last write has come."""
    text.flush()
    return int(text.buffer.tell())


def check_not_negative(position: int) -> None:
    """Raise what a file on disk raises for a position or a size below zero."""
    if position < 0:
        raise OSError(errno.EINVAL, os.strerror(errno.EINVAL))
