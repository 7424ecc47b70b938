"""The file with a name, and who removes it."""

import contextlib
import io
import os
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any, TypeAlias

from . import _create, _platform
from ._arguments import Place

#: Makes a raw file of a descriptor and a mode.
RawFile: TypeAlias = Callable[[int, str], io.FileIO]


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

    def __del__(self) -> None:
        with contextlib.suppress(OSError):  # there is nobody left to tell
            self.remove()


def unlink(path: str | bytes) -> None:
    """Remove the name *path*."""
    _platform.here.unlink(path)


class NamedRaw(io.FileIO):
    """The lowest layer of a file with a name: when the descriptor is closed, the name goes with it.

    It does not matter which layer is closed, nor whether by hand or because all references are gone. As every
    method looked up on any layer refers to that layer, the file lives until the last of them is let go.
    """

    def __init__(
        self, descriptor: int, mode: str, path: str | bytes, remover: Remover, at_close: bool
    ) -> None:
        """Take over *descriptor*, which is open on *path*; *at_close* says whether to call *remover* then."""
        super().__init__(descriptor, mode)
        self.name = path
        self._remover = remover
        self._at_close = at_close

    def close(self) -> None:
        """Close the descriptor, and remove the name if that is to be done now."""
        try:
            super().close()
        finally:
            if self._at_close or getattr(self, "_finalizing", False):
                self._remover.remove()

    def _dealloc_warn(self, source: Any) -> None:
        """Called when *source*, the uppermost layer, is collected without having been closed."""
        self._at_close = True
        super()._dealloc_warn(source)  # type: ignore[misc]


class TemporaryFileWrapper:
    """A file object with a name in the file system; what it does not do itself, the file under it does.

    ``file`` is the underlying file object and ``name`` the absolute path.
    """

    file: Any
    name: Any

    def __init__(self, file: Any, name: str | bytes, remover: Remover) -> None:
        """Wrap *file*, whose path is *name*, and which *remover* removes at the end of a ``with`` block."""
        self.file = file
        self.name = name
        self._remover = remover

    def __getattr__(self, name: str) -> Any:
        """Ask the file underneath, and remember its methods: they do not change."""
        if name == "file":  # not there yet, while being copied
            raise AttributeError(name)
        attribute = getattr(self.file, name)
        if callable(attribute):
            self.__dict__[name] = attribute
        return attribute

    def close(self) -> None:
        """Close the file, and remove it if it is to be removed at close. Closing it again does nothing."""
        self.file.close()

    def __enter__(self) -> "TemporaryFileWrapper":
        """Return this object; its file must be open."""
        self.file.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file and remove it."""
        try:
            self.file.close()
        finally:
            self._remover.remove()

    def __iter__(self) -> Iterator[Any]:
        """Iterate over the lines."""
        return iter(self.file)

    def __next__(self) -> Any:
        """Return the next line."""
        return next(self.file)

    def __repr__(self) -> str:
        """Show the name and what is underneath."""
        return f"<{type(self).__name__} {self.name!r} of {self.file!r}>"


def create(
    place: Place[Any], attempts: int, delete: bool, delete_on_close: bool, wrap: Callable[[int, RawFile], Any]
) -> TemporaryFileWrapper:
    """Create a file at *place* and return an object for it.

    *wrap* makes a file object of the descriptor, with the raw file that it is given underneath, and closes
    the descriptor if it cannot. Then nothing is left of the file, whether it was to be deleted or not.
    """
    by_system = _platform.here.DELETES_ON_CLOSE and delete and delete_on_close
    descriptor, path = (_create.file_deleted_on_close if by_system else _create.file)(place, attempts)
    remover = Remover(path, delete and not by_system)
    at_close = delete_on_close

    def raw_file(descriptor: int, mode: str) -> io.FileIO:
        return NamedRaw(descriptor, mode, path, remover, at_close)

    try:
        return TemporaryFileWrapper(wrap(descriptor, raw_file), path, remover)
    except BaseException:
        with contextlib.suppress(OSError):  # the first error is the one to tell
            unlink(path)
        raise
