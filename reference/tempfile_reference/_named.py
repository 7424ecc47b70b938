"""The file with a name, and who removes it."""

import contextlib
import io
import operator
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
    NamedTemporaryFile.gone-at-exit, NamedTemporaryFile.gone-when-close-fails, NamedTemporaryFile.name-gone,
    NamedTemporaryFile.deletes-once, NamedTemporaryFile.kept-while-used,
    NamedTemporaryFile.close-errors-reach-the-caller, NamedTemporaryFile.undeleted-is-an-error
    """

    __slots__ = ("_at_close", "_creator", "_doomed", "_quiet", "_unlink")
    _at_close: bool
    _creator: int
    _doomed: str | bytes | None
    _quiet: bool
    _unlink: Any

    # The methods keep in their defaults what they need of other modules: when the interpreter goes down, the
    # last of these objects outlive the modules.

    def close(
        self,
        _close: Callable[[Any], None] = io.FileIO.close,
        _suppress: Callable[..., Any] = contextlib.suppress,
    ) -> None:
        """Close the descriptor, and remove the name if that is to be done now; raise the first error."""
        try:
            _close(self)
        except BaseException:
            if self._at_close:
                with _suppress(OSError):
                    self.remove()
            raise
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
                except OSError:
                    if not self._quiet:
                        raise

    def _dealloc_warn(self, source: Any, _warn: Callable[..., None] = warnings.warn) -> None:
        """Called when *source*, the uppermost layer, is collected without having been closed."""
        self._at_close = self._quiet = True  # there is nobody to tell of an error
        # Without the source itself: whoever keeps the warning must not keep the file.
        _warn(f"unclosed file {source!r}", ResourceWarning, stacklevel=2)

    def __del__(
        self,
        _close: Callable[[Any], None] = io.FileIO.close,
        _suppress: Callable[..., Any] = contextlib.suppress,
    ) -> None:
        """Close the file if it is open still, and remove its name."""
        try:
            doomed = self._doomed
        except AttributeError:
            _close(self)  # it was never completed
            return
        if not self.closed:
            self._dealloc_warn(self)
            with _suppress(OSError):
                self.close()
        elif doomed is not None:
            self._quiet = True
            self.remove()


class TemporaryFileWrapper:
    """A file object with a name in the file system: ``file`` is the true one underneath, ``name`` its path.

    What it does not do itself, the file underneath does.

    Guarantees: NamedTemporaryFile.file-attribute, NamedTemporaryFile.file-methods,
    NamedTemporaryFile.live-attributes, NamedTemporaryFile.name, NamedTemporaryFile.visible-name,
    NamedTemporaryFile.reopen, NamedTemporaryFile.context-manager, NamedTemporaryFile.with-like-a-file,
    NamedTemporaryFile.closed, NamedTemporaryFile.gone-on-exit, NamedTemporaryFile.gone-when-finalised,
    NamedTemporaryFile.kept-when-closed, NamedTemporaryFile.exit-name-gone,
    NamedTemporaryFile.exit-deletes-once, NamedTemporaryFile.gone-when-exit-fails,
    NamedTemporaryFile.loops-may-end
    """

    # What is called most often is found without detour: these are the methods of the file underneath.
    __slots__ = ("__dict__", "__weakref__", "_raw", "close", "file", "name", "read", "write")

    def __init__(self, file: Any, raw: NamedRaw, delete: bool, delete_on_close: bool) -> None:
        """Wrap *file*, the uppermost layer above *raw*; the others say whether and when the name is removed."""
        self.file = file
        self.name = raw.name
        self._raw = raw
        self.close = file.close
        self.read = file.read
        self.write = file.write
        if not delete:
            raw._doomed = None
        raw._at_close = delete_on_close

    def __enter__(self) -> "TemporaryFileWrapper":
        """Return this object; its file must be open."""
        self.file.__enter__()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close the file and remove its name; raise the first error."""
        try:
            self.file.close()
        except BaseException:
            with contextlib.suppress(OSError):
                self._raw.remove()
            raise
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


# The rest is looked up when it is asked for. Not by `__getattr__`, for the sake of what is found without detour.
for _class in (io.FileIO, io.BufferedReader, io.BufferedWriter, io.BufferedRandom, io.TextIOWrapper):
    for _name in dir(_class):
        if not _name.startswith("_") and not hasattr(TemporaryFileWrapper, _name):
            setattr(TemporaryFileWrapper, _name, property(operator.attrgetter(f"file.{_name}")))


def create(place: Place[Any], attempts: int, access: str, by_system: bool) -> NamedRaw:
    """Create a file at *place* and return the lowest layer for it; closed or collected, it removes the name.

    *access* is what `_wrap.access_of` makes of a mode. With *by_system*, the system is asked to delete the
    file when it is closed, if it can. `TemporaryFileWrapper` decides what shall happen once all is done;
    until then nothing is left of the file if something fails, whether it was to be deleted or not.

    Guarantees: NamedTemporaryFile.no-leak-on-error
    """
    by_system = by_system and _platform.here.DELETES_ON_CLOSE
    if by_system:
        descriptor, path = _create.file_deleted_on_close(place, attempts)
    else:
        descriptor, path = _create.file(place, attempts)
    try:
        raw = _wrap.raw_file(NamedRaw, descriptor, access)
    except BaseException:
        with contextlib.suppress(OSError):  # the first error is the one to tell
            _platform.here.unlink(path)
        raise
    raw.name = path
    raw._at_close = True
    raw._unlink = _platform.here.unlink
    raw._quiet = False
    raw._creator = os.getpid()
    raw._doomed = None if by_system else path  # the last: it is complete now
    return raw
