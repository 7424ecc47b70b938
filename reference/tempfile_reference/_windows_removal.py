"""How a directory tree is removed where only paths are to be had.

Links and junctions are removed, never entered. Read-only members are made writable first. There is no
recursion.
"""

import os
import stat
from collections.abc import Callable


def remove_tree(top: str | bytes) -> list[OSError]:
    """Remove the directory *top* and all it contains; return what could not be done."""
    errors: list[OSError] = []
    todo: list[tuple[str | bytes, bool]] = [(top, False)]
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
                raise NotADirectoryError(20, "not a directory", path)
            else:
                remove_leaf(path)
        except FileNotFoundError:
            pass
        except OSError as error:
            errors.append(error)
    return errors


def is_plain_directory(path: str | bytes) -> bool:
    """Is *path* a directory itself, and neither a link nor a junction to one?"""
    status = os.lstat(path)
    reparse = getattr(status, "st_file_attributes", 0) & stat.FILE_ATTRIBUTE_REPARSE_POINT
    return stat.S_ISDIR(status.st_mode) and not reparse


def remove_leaf(path: str | bytes) -> None:
    """Remove a file, a link or a junction."""
    if stat.S_ISDIR(os.lstat(path).st_mode):
        force(os.rmdir, path)
    else:
        force(os.unlink, path)


def force(remove: Callable[[str | bytes], None], path: str | bytes) -> None:
    """Call *remove* on *path*; if that is refused, take away the read-only attribute and try once more."""
    try:
        remove(path)
    except PermissionError:
        os.chmod(path, stat.S_IWRITE | stat.S_IREAD)
        remove(path)
