"""The file with a name, and who removes it.

The object is itself a true file, of a class that adds one thing to the one that `open` would return: when it
is closed, the name goes with it. It does not matter whether that happens by hand, at the end of a ``with``
block, or because the last reference is gone; and a method that somebody looked up is such a reference.
"""

import contextlib
import io
import os
import warnings
from collections.abc import Callable
from types import TracebackType
from typing import Any, TypeVar

from . import _create, _platform, _wrap
from ._arguments import Place

Self = TypeVar("Self", bound="Named")


class Remover:
    """Removes one file, once.

    Only the process that created the file removes it: a forked child has a copy of this object, and closing
    or collecting its copy must not take the file away from its parent.
    """

    __slots__ = ("creator", "path", "pending")

    def __init__(self, path: str | bytes, pending: bool) -> None:
        """Remember to remove *path*, an absolute path; nothing is ever removed if *pending* is false."""
        self.path = path
        self.pending = pending
        self.creator = os.getpid()

    def remove(self) -> None:
        """Remove the file now, unless that was done before. That it is gone already is no error."""
        if self.pending:
            # First, so that a file that somebody else creates under this name later is never touched.
            self.pending = False
            if self.creator == os.getpid():
                try:
                    unlink(self.path)
                except FileNotFoundError:
                    return


def unlink(path: str | bytes) -> None:
    """Remove the name *path*."""
    _platform.here.unlink(path)


class Named(io.IOBase):
    """What the classes below have in common. ``name`` is the absolute path."""

    _remover: Remover | None = None  # while the object is being made
    _at_close = True

    @property
    def file(self: Self) -> Self:
        """The true file object: this one."""
        return self

    def close(self) -> None:
        """Close the file, and remove its name if that is to be done now. Closing again does nothing."""
        try:
            super().close()
        finally:
            if self._at_close and self._remover:
                self._remover.remove()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file and remove its name."""
        try:
            self.close()
        finally:
            if self._remover:
                self._remover.remove()

    def __del__(self) -> None:
        """Close the file and remove its name, with a ResourceWarning if it had not been closed."""
        if self._remover:
            try:
                if not self.closed:
                    self.close()
                    # Without the object as the source: whoever keeps the warning must not keep the file.
                    warnings.warn(f"unclosed file {self!r}", ResourceWarning, stacklevel=2)
            except ValueError:
                pass  # the text layer was detached and is good for nothing now
            finally:
                self._remover.remove()


class NamedRaw(Named, io.FileIO):
    """A file with a name, without a buffer."""


class NamedReader(Named, io.BufferedReader):
    """A file with a name, for reading."""


class NamedWriter(Named, io.BufferedWriter):
    """A file with a name, for writing."""


class NamedRandom(Named, io.BufferedRandom):
    """A file with a name, for reading and writing."""


class NamedText(Named, io.TextIOWrapper):
    """A text file with a name."""


CLASSES = _wrap.Classes(NamedRaw, NamedReader, NamedWriter, NamedRandom, NamedText)


def create(
    place: Place[Any],
    attempts: int,
    delete: bool,
    delete_on_close: bool,
    wrap: Callable[[int, Any, _wrap.Classes], Any],
) -> Any:
    """Create a file at *place* and return an object for it.

    *wrap* makes a file object of a descriptor, a path to be its name, and the classes to choose from; if it
    cannot, it closes the descriptor. Then nothing is left of the file, whether it was to be deleted or not.
    """
    by_system = _platform.here.DELETES_ON_CLOSE and delete and delete_on_close
    descriptor, path = (_create.file_deleted_on_close if by_system else _create.file)(place, attempts)
    try:
        file = wrap(descriptor, path, CLASSES)
    except BaseException:
        with contextlib.suppress(OSError):  # the first error is the one to tell
            unlink(path)
        raise
    file._remover = Remover(path, delete and not by_system)
    if not delete_on_close:
        file._at_close = False
    return file
