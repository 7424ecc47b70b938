"""The temporary directory as an object, and who removes it."""

import atexit
import os
import warnings
from types import GenericAlias, TracebackType
from typing import Any, ClassVar

from . import _platform

#: What is still to be removed when the interpreter goes down: by path, the object's class, whether errors are
#: to be ignored, and the process that created it.
_pending: dict[str | bytes, tuple[type, bool, int]] = {}


def remove(path: str | bytes, ignore_errors: bool) -> None:
    """Remove the tree *path*; after all was tried, raise the first error, if errors are not ignored."""
    errors = _platform.here.remove_tree(path)
    if errors and not ignore_errors:
        raise errors[0]


def remove_implicitly(path: str | bytes) -> None:
    """Remove the tree *path* because its object was collected or the interpreter goes down; warn of it.

    There is nobody to raise an error to, so the warning says what could not be removed.
    """
    kind, ignore_errors, creator = _pending.pop(path)
    if creator == os.getpid():
        message = f"Implicitly cleaning up <{kind.__name__} {path!r}>"
        try:
            remove(path, ignore_errors)
        except OSError as error:
            message += f", but {error}"
        warnings.warn(message, ResourceWarning, stacklevel=2)


@atexit.register
def _at_exit() -> None:
    first = None
    while _pending:
        try:
            remove_implicitly(next(iter(_pending)))
        except Warning as warning:  # the program has made errors of them; the other trees are to go all the same
            first = first or warning
    if first:
        raise first


_platform.here.after_fork(_pending.clear)


class Tree:
    """A directory that is removed with all its contents, at the end of a ``with`` block or of its life.

    Only the process that created it removes it implicitly; `cleanup` obeys in every process.

    Guarantees: TemporaryDirectory.with-target, TemporaryDirectory.cleanup, TemporaryDirectory.removes-once,
    TemporaryDirectory.gone-on-exit, TemporaryDirectory.gone-on-collection, TemporaryDirectory.gone-at-exit,
    TemporaryDirectory.errors-raised, TemporaryDirectory.ignores-cleanup-errors,
    TemporaryDirectory.delete-false, TemporaryDirectory.delete-false-cleanup, TemporaryDirectory.ends-once
    """

    name: Any
    _removed = False

    def _own(self, name: str | bytes, ignore_cleanup_errors: bool, delete: bool) -> None:
        """Take care of the directory *name*, an absolute path, from now on."""
        self.name = name
        self._ignore_cleanup_errors = ignore_cleanup_errors
        self._delete = delete
        self._creator = creator = os.getpid()
        if delete:
            _pending[name] = (type(self), ignore_cleanup_errors, creator)

    def cleanup(self) -> None:
        """Remove the directory and its contents; do nothing if that succeeded before.

        Raises the first OSError, after everything that can be removed was, unless errors are to be ignored.
        """
        if not self._removed:
            _pending.pop(self.name, None)
            remove(self.name, self._ignore_cleanup_errors)
            self._removed = True

    def __enter__(self) -> Any:
        """Return the path of the directory."""
        return self.name

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Remove the directory, unless it was to be kept."""
        if self._delete and self._creator == os.getpid():
            self.cleanup()

    def __del__(self) -> None:
        if _pending and getattr(self, "name", None) in _pending:
            remove_implicitly(self.name)

    def __repr__(self) -> str:
        """Show the path."""
        return f"<{type(self).__name__} {self.name!r}>"

    __class_getitem__: ClassVar[Any] = classmethod(GenericAlias)
