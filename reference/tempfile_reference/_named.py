"""The file with a name, and who removes it."""

import io
import os
import warnings
from collections.abc import Callable, Iterator
from types import TracebackType
from typing import Any

from . import _create, _platform, _wrap
from ._arguments import Place


class NamedRaw(io.FileIO):
    """The lowest layer of a file with a name: when the descriptor is closed, the name goes with it.

    It does not matter which layer is closed, nor whether by hand or because the last reference is gone. A
    method of any layer that somebody keeps is such a reference.

    Only the process that created the file removes it: a forked child has a copy of this object, and closing
    or collecting its copy must not take the file away from its parent.

    Guarantees: NamedTemporaryFile.gone-on-close, NamedTemporaryFile.gone-on-collection,
    NamedTemporaryFile.gone-at-exit, NamedTemporaryFile.name-gone, NamedTemporaryFile.deletes-once,
    NamedTemporaryFile.kept-while-used
    """

    __slots__ = ("_at_close", "_creator", "_doomed", "_unlink")
    _at_close: bool
    _creator: int
    _doomed: str | bytes | None
    _unlink: Any

    # The methods keep in their defaults what they need of other modules: when the interpreter goes down, the
    # last of these objects outlive the modules.

    def close(self, _close: Callable[[Any], None] = io.FileIO.close) -> None:
        """Close the descriptor, and remove the name if that is to be done now."""
        try:
            _close(self)
        finally:
            if self._at_close:
                self.remove()

    def remove(self, _getpid: Callable[[], int] = os.getpid) -> None:
        """Remove the name, unless that was done before. That it is gone already is no error."""
        path = self._doomed
        if path is not None:
            # First, so that a file that somebody else creates under this name later is never touched.
            self._doomed = None
            if self._creator == _getpid():
                try:
                    self._unlink(path)
                except FileNotFoundError:
                    return

    def _dealloc_warn(self, source: Any, _warn: Callable[..., None] = warnings.warn) -> None:
        """Called when *source*, the uppermost layer, is collected without having been closed."""
        self._at_close = True
        # Without the source itself: whoever keeps the warning must not keep the file.
        _warn(f"unclosed file {source!r}", ResourceWarning, stacklevel=2)

    def __del__(self) -> None:
        """Close the file if it is open still, and remove its name."""
        if hasattr(self, "_creator"):  # else it was never completed
            try:
                if not self.closed:
                    self._dealloc_warn(self)
                    self.close()
            finally:
                self.remove()


class TemporaryFileWrapper:
    """A file object with a name in the file system: ``file`` is the true one underneath, ``name`` its path.

    What it does not do itself, the file underneath does.

    Guarantees: NamedTemporaryFile.file-attribute, NamedTemporaryFile.name, NamedTemporaryFile.visible-name,
    NamedTemporaryFile.reopen, NamedTemporaryFile.context-manager
    """

    # What is called most often is found without detour: these are the methods of the file underneath.
    __slots__ = ("__dict__", "__weakref__", "_raw", "close", "file", "flush", "name", "read", "seek", "write")

    def __init__(self, file: Any, name: str | bytes, raw: NamedRaw) -> None:
        """Wrap *file*, the uppermost layer above *raw*, whose path is *name*."""
        self.file = file
        self.name = name
        self._raw = raw
        self.close = file.close
        self.flush = file.flush
        self.read = file.read
        self.seek = file.seek
        self.write = file.write

    def __enter__(self) -> "TemporaryFileWrapper":
        """Return this object; its file must be open."""
        self.file.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file and remove its name."""
        try:
            self.file.close()
        finally:
            self._raw.remove()

    def __iter__(self) -> Iterator[Any]:
        """Iterate over the lines."""
        return iter(self.file)

    def __next__(self) -> Any:
        """Return the next line."""
        return next(self.file)

    def __repr__(self) -> str:
        """Show the name and what is underneath."""
        return f"<{type(self).__name__} {self.name!r} of {self.file!r}>"


class Delegated:
    """An attribute that the file underneath may have."""

    def __init__(self, name: str) -> None:
        """Stand for the attribute *name*."""
        self.name = name

    def __get__(self, wrapper: Any, owner: type) -> Any:
        """Look the attribute up. Not by ``__getattr__``, for the sake of those found without detour."""
        return self if wrapper is None else getattr(wrapper.file, self.name)


for _class in (io.FileIO, io.BufferedReader, io.BufferedWriter, io.BufferedRandom, io.TextIOWrapper):
    for _name in dir(_class):
        if not _name.startswith("_") and not hasattr(TemporaryFileWrapper, _name):
            setattr(TemporaryFileWrapper, _name, Delegated(_name))


def create(
    place: Place[Any],
    attempts: int,
    delete: bool,
    delete_on_close: bool,
    dress: Callable[..., Any],
    mode: str,
    *arguments: Any,
) -> TemporaryFileWrapper:
    """Create a file at *place* and return an object for it.

    *dress*, a function like `_wrap.dress`, is called with a raw file, *mode* and the remaining *arguments*.
    If it fails, nothing is left of the file, whether it was to be deleted or not.

    Guarantees: NamedTemporaryFile.no-leak-on-error
    """
    access = _wrap.access_of(mode)
    by_system = _platform.here.DELETES_ON_CLOSE and delete and delete_on_close
    if by_system:
        descriptor, path = _create.file_deleted_on_close(place, attempts)
    else:
        descriptor, path = _create.file(place, attempts)
    try:
        raw = _wrap.raw_file(NamedRaw, descriptor, access)
    except BaseException:
        _platform.here.unlink(path)
        raise
    raw.name = path
    raw._doomed = None if by_system else path  # until all is done
    raw._at_close = True
    raw._unlink = _platform.here.unlink
    raw._creator = os.getpid()
    file = dress(raw, mode, *arguments)
    if not delete:
        raw._doomed = None
    raw._at_close = delete_on_close
    return TemporaryFileWrapper(file, path, raw)
