"""A file that hands on what it is asked to the one that stands behind it."""

import io
from types import TracebackType
from typing import Any


class Forwarding(io.IOBase):
    """A file, binary or text, whose contents are those of ``_file``.

    Every method looks that up anew, because it may change: a method that somebody keeps stays good.

    Guarantees: SpooledTemporaryFile.context-manager, SpooledTemporaryFile.io-base,
    SpooledTemporaryFile.binary-methods, SpooledTemporaryFile.text-methods,
    SpooledTemporaryFile.return-values, SpooledTemporaryFile.usable-as-stream,
    SpooledTemporaryFile.close-errors-reach-the-caller, SpooledTemporaryFile.gone-when-close-fails,
    SpooledTemporaryFile.closed, SpooledTemporaryFile.with-like-a-file, SpooledTemporaryFile.loops-may-end
    """

    # Instances start without a dictionary: with one, every call of a method would take a slower path.
    __slots__ = ("_file",)
    _file: Any

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
