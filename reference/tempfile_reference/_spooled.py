"""The file that stays in memory until it is too large for that."""

import contextlib
import io
import warnings
from collections.abc import Iterable, Iterator
from types import GenericAlias, TracebackType
from typing import Any, ClassVar


class Spooled(io.IOBase):
    """A file in memory that becomes a file on disk once it is larger than *max_size* bytes.

    A subclass says, in `_create_on_disk`, how the file on disk comes into being.
    """

    _warns = True

    def __init__(self, max_size: int, mode: str, encoding: str | None, errors: str | None, newline: str | None) -> None:
        """Start empty and in memory; a *max_size* of 0 means that size alone never leads to disk."""
        self._file: Any = io.BytesIO()
        if "b" not in mode:
            self._file = io.TextIOWrapper(self._file, encoding=encoding, errors=errors, newline=newline)
        self._max_size = max_size
        self._mode = mode
        self._rolled = False

    def _create_on_disk(self) -> Any:
        raise NotImplementedError

    __class_getitem__: ClassVar[Any] = classmethod(GenericAlias)

    def rollover(self) -> None:
        """Move the contents to a file on disk, if they are not there yet. The position stays.

        If that fails, the error is raised and everything stays in memory as it was.
        """
        if self._rolled:
            return
        memory = self._file
        position = memory.tell()
        disk = self._create_on_disk()
        try:
            if "b" in self._mode:
                disk.write(memory.getvalue())
            else:
                memory.flush()
                disk.buffer.write(memory.buffer.getvalue())
            disk.seek(position)
        except BaseException:
            abandon(disk)
            raise
        self._file = disk
        self._rolled = True

    def _check(self) -> None:
        if not self._rolled and self._max_size and self._file.tell() > self._max_size:
            self.rollover()

    def write(self, data: Any) -> int:
        """Write *data*; go to disk if the file is too large now."""
        written: int = self._file.write(data)
        self._check()
        return written

    def writelines(self, lines: Iterable[Any]) -> None:
        """Write all *lines*; go to disk as soon as the file is too large."""
        for line in lines:
            self.write(line)

    def truncate(self, size: int | None = None) -> int:
        """Cut the file to *size* bytes, or at the current position."""
        if size is not None and self._max_size and size > self._max_size:
            self.rollover()
        result: int = self._file.truncate(size)
        return result

    def fileno(self) -> int:
        """Go to disk, and return the descriptor of the file there."""
        self.rollover()
        descriptor: int = self._file.fileno()
        return descriptor

    def close(self) -> None:
        """Close the file; its contents are lost."""
        self._file.close()

    def __enter__(self) -> Any:
        """Return this object; it must be open."""
        if self._file.closed:
            raise ValueError("I/O operation on closed file")
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file."""
        self._file.close()

    def __del__(self) -> None:
        file = self.__dict__.get("_file")
        if file is not None and not file.closed:
            if self._warns:
                warnings.warn(f"unclosed file {self!r}", ResourceWarning, stacklevel=2, source=self)
            file.close()

    def __iter__(self) -> Iterator[Any]:
        """Iterate over the lines."""
        return iter(self._file)

    def __next__(self) -> Any:
        """Return the next line."""
        return next(self._file)

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

    def seek(self, *arguments: int) -> int:
        """Change the position, and return it."""
        position: int = self._file.seek(*arguments)
        return position

    def tell(self) -> int:
        """Return the position."""
        position: int = self._file.tell()
        return position

    def detach(self) -> Any:
        """Part with the buffer under the text layer, or under a binary file, as the file in use does."""
        return self._file.detach()


def abandon(file: Any) -> None:
    """Close *file* without hiding the error that is being raised."""
    with contextlib.suppress(OSError):
        file.close()
