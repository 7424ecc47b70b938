"""What POSIX systems do: descriptors, permission bits, files without a name."""

import errno
import fcntl
import os
from collections.abc import Callable

from ._posix_removal import remove_tree

__all__ = ["remove_tree"]

#: Where to look when the environment names no usable directory, in this order.
DIRECTORIES = ("/tmp", "/var/tmp", "/usr/tmp")

#: Characters that would lead a prefix or a suffix out of the directory.
SEPARATORS = "/"

#: Readable and writable by the owner, executable by no one.
FILE_MODE = 0o600

#: Readable, writable and searchable by the owner.
DIRECTORY_MODE = 0o700

#: Create it or fail (``O_EXCL``), never through a link, closed in children from its first moment on.
FILE_FLAGS = os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC

#: Open a directory only to name entries in it; ``O_PATH``, where there is one, needs no permission to list
#: it.
HANDLE_FLAGS = getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | os.O_CLOEXEC

#: A file that never has a name, and (``O_EXCL``) can never be given one. ``None`` where the system has no
#: such thing.
NAMELESS_FLAGS: int | None = os.O_RDWR | os.O_EXCL | os.O_CLOEXEC | os.O_TMPFILE if hasattr(os, "O_TMPFILE") else None

#: What kernels and file systems answer that have no nameless files: not supported by this file system; the
#: flag is unknown and reads as an attempt to write to a directory (Linux before 3.11); refused by a filter.
NAMELESS_REFUSALS = frozenset({errno.EOPNOTSUPP, errno.EISDIR, errno.EINVAL, errno.ENOSYS})

#: Can a file be removed while it is open?
UNLINKS_OPEN_FILES = True

#: Does the system itself delete a file when it is closed, if asked to at creation?
DELETES_ON_CLOSE = False

#: Removes a name.
unlink = os.unlink


def after_fork(function: Callable[[], None]) -> None:
    """Have *function* called in every child that is forked from now on."""
    os.register_at_fork(after_in_child=function)


def directories() -> tuple[str, ...]:
    """Where to look when the environment names no usable directory, in this order.

    Guarantees: search.platform-list
    """
    return DIRECTORIES


def create_file(path: str | bytes, text: bool = False) -> int:
    """Create the file *path*, which must not exist, and return its descriptor; *text* changes nothing.

    Guarantees: *.owner-only, *.owner-can-use, *.not-executable, *.not-inherited, mkstemp.binary-default,
    mkstemp.leftovers-private, NamedTemporaryFile.leftovers-private
    """
    return os.open(path, FILE_FLAGS, FILE_MODE)


def create_file_in(handle: int | None, entry: str | bytes) -> int:
    """Create the file *entry* in the directory that `hold` returned *handle* for, and return its descriptor."""
    return os.open(entry, FILE_FLAGS, FILE_MODE, dir_fd=handle)


def create_file_deleted_on_close(path: str | bytes) -> int:
    """Never called: `DELETES_ON_CLOSE` is false here."""
    raise NotImplementedError(path)


def create_nameless(directory: str | bytes) -> int | None:
    """Create a file without a name in *directory*, or return ``None`` where that cannot be done.

    Asked anew each time: two directories may lie on different file systems, and what is mounted changes.

    Guarantees: *.owner-only, *.not-executable, *.not-inherited, TemporaryFile.never-named,
    TemporaryFile.works-by-name, TemporaryFile.leftovers-private, SpooledTemporaryFile.leftovers-private
    """
    if NAMELESS_FLAGS is None:
        return None
    try:
        return os.open(directory, NAMELESS_FLAGS, FILE_MODE)
    except OSError as error:
        if error.errno in NAMELESS_REFUSALS:
            return None
        raise


def make_appending(descriptor: int) -> None:
    """Have every write to *descriptor* go to the end of its file."""
    fcntl.fcntl(descriptor, fcntl.F_SETFL, fcntl.fcntl(descriptor, fcntl.F_GETFL) | os.O_APPEND)


def create_directory(path: str | bytes) -> None:
    """Create the directory *path*, which must not exist.

    Guarantees: *.owner-only, *.owner-can-use, mkdtemp.leftovers-private, TemporaryDirectory.leftovers-private
    """
    os.mkdir(path, DIRECTORY_MODE)


def is_collision(error: OSError, path: str | bytes) -> bool:
    """Does *error* mean that something of the name *path* was there already?"""
    return error.errno == errno.EEXIST


def unlink_in(handle: int | None, entry: str | bytes) -> None:
    """Remove the name *entry* in the directory that `hold` returned *handle* for."""
    os.unlink(entry, dir_fd=handle)


def hold(directory: str | bytes) -> int | None:
    """Return a descriptor of *directory*, to pass to the functions whose name ends in ``_in``.

    What they do happens in one and the same directory, whatever becomes of its path meanwhile. ``None`` if it
    cannot be had (without ``O_PATH`` a directory must be readable for it); then they take paths.
    """
    try:
        return os.open(directory, HANDLE_FLAGS)
    except PermissionError:
        return None


def weakness(directory: str | bytes) -> str | None:
    """Say why other users could meddle with entries of *directory*, or ``None`` if they could not."""
    status = os.stat(directory)
    if status.st_mode & 0o022 and not status.st_mode & 0o1000:
        return "others may write to it, and it is not sticky"
    # WebAssembly has one user, and not every function that asks for it.
    if status.st_uid not in (0, getattr(os, "geteuid", os.getuid)()):
        return "it belongs to another user"
    return None
