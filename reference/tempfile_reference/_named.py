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
from typing import Any, ClassVar, TypeVar

from . import _create, _platform, _wrap
from ._arguments import Place

Self = TypeVar("Self", bound="Named")


class Named:
    """What the classes below have in common. ``name`` is the absolute path.

    Only the process that created the file removes it: a forked child has a copy of this object, and closing
    or collecting its copy must not take the file away from its parent.
    """

    _at_close: bool
    _creator: int
    _doomed: str | bytes | None
    _close: ClassVar[Any]
    closed: Any

    @property
    def file(self: Self) -> Self:
        """The true file object: this one."""
        return self

    def close(self) -> None:
        """Close the file, and remove its name if that is to be done now. Closing again does nothing."""
        try:
            self._close()
        finally:
            if getattr(self, "_at_close", False):
                self._remove()

    def _remove(self) -> None:
        """Remove the name, unless that was done before. That it is gone already is no error."""
        path = self._doomed
        if path is not None:
            # First, so that a file that somebody else creates under this name later is never touched.
            self._doomed = None
            if self._creator == os.getpid():
                try:
                    _platform.here.unlink(path)
                except FileNotFoundError:
                    return

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file and remove its name."""
        try:
            self.close()
        finally:
            self._remove()

    def __del__(self) -> None:
        """Close the file and remove its name, with a ResourceWarning if it had not been closed."""
        if not hasattr(self, "_creator"):
            return  # whoever was making it has cleaned up
        try:
            if not self.closed:
                self.close()
                # Without the object as the source: whoever keeps the warning must not keep the file.
                warnings.warn(f"unclosed file {self!r}", ResourceWarning, stacklevel=2)
        except ValueError:
            pass  # the text layer was detached and is good for nothing now
        finally:
            self._remove()


#: Instances start without a dictionary: with one, every call of a method would take a slower path.
SLOTS = ("_at_close", "_creator", "_doomed")


class NamedRaw(Named, io.FileIO):
    """A file with a name, without a buffer."""

    __slots__ = SLOTS
    _close = io.FileIO.close


class NamedReader(Named, io.BufferedReader):
    """A file with a name, for reading."""

    __slots__ = SLOTS
    _close = io.BufferedReader.close


class NamedWriter(Named, io.BufferedWriter):
    """A file with a name, for writing."""

    __slots__ = SLOTS
    _close = io.BufferedWriter.close


class NamedRandom(Named, io.BufferedRandom):
    """A file with a name, for reading and writing."""

    __slots__ = SLOTS
    _close = io.BufferedRandom.close


class NamedText(Named, io.TextIOWrapper):
    """A text file with a name."""

    __slots__ = SLOTS
    _close = io.TextIOWrapper.close


CLASSES = _wrap.Classes(NamedRaw, NamedReader, NamedWriter, NamedRandom, NamedText)


def create(
    place: Place[Any],
    attempts: int,
    delete: bool,
    delete_on_close: bool,
    wrap: Callable[..., Any],
    *arguments: Any,
) -> Any:
    """Create a file at *place* and return an object for it.

    *wrap* makes it, of the descriptor, the path to be its name, the classes to choose from, and *arguments*;
    if it cannot, it closes the descriptor. Then nothing is left of the file, whether it was to be deleted or
    not.
    """
    by_system = _platform.here.DELETES_ON_CLOSE and delete and delete_on_close
    if by_system:
        descriptor, path = _create.file_deleted_on_close(place, attempts)
    else:
        descriptor, path = _create.file(place, attempts)
    try:
        file = wrap(descriptor, path, CLASSES, *arguments)
    except BaseException:
        with contextlib.suppress(OSError):  # the first error is the one to tell
            _platform.here.unlink(path)
        raise
    file._doomed = path if delete and not by_system else None
    file._at_close = delete_on_close
    file._creator = os.getpid()
    return file
