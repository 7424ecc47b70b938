"""How a directory tree is removed where only paths are to be had.

Links and junctions are removed, never entered. Read-only members are made writable first. There is no
recursion, and paths may be longer than the system's usual limit.
"""

import errno
import ntpath
import os
import stat
from collections.abc import Callable

#: In front of an absolute path, lifts the limit on its length.
EXTENDED = "\\\\?\\"

#: The bit that marks reparse points standing for another place: symbolic links, junctions, mounted volumes.
NAME_SURROGATE = 0x20000000


def remove_tree(top: str | bytes) -> list[OSError]:
    """Remove the directory *top*, an absolute path, and all it contains; return what could not be done."""
    errors: list[OSError] = []
    native: Callable[[str], str | bytes] = os.fsencode if isinstance(top, bytes) else os.fsdecode
    top = extended(os.fsdecode(top))
    todo = [(top, False)]
    while todo:
        path, emptied = todo.pop()
        try:
            if emptied:
                force(os.rmdir, path)
            elif is_plain_directory(path):
                todo.append((path, True))
                with os.scandir(path) as entries:
                    todo.extend((entry.path, False) for entry in entries)
            elif path == top:
                raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), path)
            else:
                remove_leaf(path)
        except FileNotFoundError:
            continue
        except OSError as error:
            error.filename = native(path.removeprefix(EXTENDED))
            errors.append(error)
    return errors


def extended(path: str) -> str:
    """Return *path* in the form that may be of any length, if it begins with a drive.

    In that form the system takes every character literally, so it has to resolve ``..``, slashes and dots at
    the end of a name before.
    """
    return EXTENDED + ntpath.abspath(path) if path[1:2] == ":" and path[2:3] in ("\\", "/") else path


def is_plain_directory(path: str) -> bool:
    """Is *path* a directory itself, and neither a link nor a junction to one?"""
    status = os.lstat(path)
    return stat.S_ISDIR(status.st_mode) and not getattr(status, "st_reparse_tag", 0) & NAME_SURROGATE


def remove_leaf(path: str) -> None:
    """Remove a file, a link or a junction."""
    if stat.S_ISDIR(os.lstat(path).st_mode):
        force(os.rmdir, path)
    else:
        force(os.unlink, path)


def force(remove: Callable[[str], None], path: str) -> None:
    """Call *remove* on *path*; if that is refused, take away the read-only attribute and try once more."""
    try:
        remove(path)
    except PermissionError:
        os.chmod(path, stat.S_IWRITE | stat.S_IREAD)
        remove(path)
