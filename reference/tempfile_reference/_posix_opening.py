"""How a directory of a tree that is to be removed is opened, whatever its permissions say."""

import contextlib
import os
import stat

#: Open for listing; never through a link; fail on anything but a directory.
FLAGS = os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC


def open_directory(name: str | bytes, handle: int | None) -> int:
    """Open the directory *name* to list and remove its entries; grant the permissions that takes."""
    try:
        child = os.open(name, FLAGS, dir_fd=handle)
    except PermissionError:
        return open_forbidden(name, handle)
    if os.fstat(child).st_mode & stat.S_IRWXU != stat.S_IRWXU:
        grant(child)
    return child


def grant(handle: int) -> None:
    """Make an open directory writable and searchable; if that fails, so will what needs it, and say so."""
    with contextlib.suppress(OSError):
        os.fchmod(handle, stat.S_IRWXU)


def open_forbidden(name: str | bytes, handle: int | None) -> int:
    """Open a directory that its permissions keep closed, after changing them.

    The change must not follow a link that takes the directory's place, so it is made through a descriptor
    that needs no permission (``O_PATH``), or by a call that does not follow links.
    """
    if hasattr(os, "O_PATH") and os.path.isdir("/proc/self/fd"):
        pinned = os.open(name, FLAGS | os.O_PATH, dir_fd=handle)
        try:
            os.chmod(f"/proc/self/fd/{pinned}", stat.S_IRWXU)
            return os.open(".", FLAGS, dir_fd=pinned)
        finally:
            os.close(pinned)
    if os.chmod in os.supports_follow_symlinks:
        os.chmod(name, stat.S_IRWXU, dir_fd=handle, follow_symlinks=False)
    return os.open(name, FLAGS, dir_fd=handle)
