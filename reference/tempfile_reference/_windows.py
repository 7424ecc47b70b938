"""What Windows does: share modes, deletion by the system on close, access lists."""

import errno
import os
import sys
import warnings
from collections.abc import Callable

from . import _windows_security
from ._windows_removal import remove_tree

__all__ = ["remove_tree"]

SEPARATORS = "\\/:"

FILE_MODE = 0o600
DIRECTORY_MODE = 0o700

#: Create it or fail, and do not let children inherit it. The numbers are those of Windows's C library.
TEXT_FLAGS = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_NOINHERIT", 0)

#: The same without translation of line ends.
FILE_FLAGS = TEXT_FLAGS | getattr(os, "O_BINARY", 0)

#: The same, deleted by the system when the last handle is closed, even if the process is killed.
DELETED_ON_CLOSE_FLAGS = FILE_FLAGS | getattr(os, "O_TEMPORARY", 0)

UNLINKS_OPEN_FILES = False
DELETES_ON_CLOSE = True

#: Removes a name.
unlink = os.unlink


def after_fork(function: Callable[[], None]) -> None:
    """Do nothing: there is no fork here."""


def directories() -> tuple[str, ...]:
    """Where to look when the environment names no usable directory, in this order.

    Guarantees: search.platform-list-windows
    """
    return (r"c:\temp", r"c:\tmp", r"\temp", r"\tmp")


def create_file(path: str | bytes, text: bool = False) -> int:
    """Create the file *path*, which must not exist, and return its descriptor."""
    return os.open(path, TEXT_FLAGS if text else FILE_FLAGS, FILE_MODE)


def create_file_in(handle: None, entry: str | bytes) -> int:
    """Create the file *entry*, a path: there are no handles here."""
    return create_file(entry)


def create_file_deleted_on_close(path: str | bytes) -> int:
    """Create the file *path*, which must not exist; the system deletes it when its descriptor is closed.

    Guarantees: NamedTemporaryFile.no-reopen
    """
    return os.open(path, DELETED_ON_CLOSE_FLAGS, FILE_MODE)


def create_nameless(directory: str | bytes) -> int | None:
    """Return ``None``: every file has a name here."""
    return None


def make_appending(descriptor: int) -> None:
    """Do nothing: a file that is open cannot be made to append here. It starts at its end, as it is empty."""


def create_directory(path: str | bytes) -> None:
    """Create the directory *path*, which must not exist, so that only its owner can enter it.

    Where neither `os.mkdir` nor ctypes can see to that, others can enter what they can enter one level above;
    a RuntimeWarning says so. In the default directory, a part of the user's profile, that is nobody.
    """
    if not _windows_security.mkdir_is_private(sys.version_info[:3]):
        if _windows_security.can_create_private_directory():
            return _windows_security.create_private_directory(path)
        warnings.warn("without ctypes, this Python cannot make private directories", RuntimeWarning, stacklevel=4)
    return os.mkdir(path, DIRECTORY_MODE)


def is_collision(error: OSError, path: str | bytes) -> bool:
    """Does *error* mean that something of the name *path* was there already?

    If that is a directory, the system says that access is denied.
    """
    return error.errno == errno.EEXIST or (error.errno == errno.EACCES and os.path.isdir(path))


def unlink_in(handle: None, entry: str | bytes) -> None:
    """Remove the name *entry*, a path: there are no handles here."""
    unlink(entry)


def hold(directory: str | bytes) -> None:
    """Return ``None``: directories have no descriptors here."""
    return


def weakness(directory: str | bytes) -> str | None:
    """Return ``None``: permission bits say nothing here."""
    return None
