"""How a directory tree is removed where directories have descriptors.

Every step is taken relative to the descriptor of the directory it is in, and no link is ever followed; so
whatever is renamed, exchanged or linked meanwhile, nothing outside the tree is touched. Only the
first `KEPT` levels stay open, and there is no recursion, so neither the stack nor the number of descriptors
limits the depth. Below them the way up is ``..``, taken only if it leads to where the way down came from.
"""

import errno
import os
import stat
from collections.abc import Callable

from ._posix_opening import FLAGS, open_directory

#: How many levels stay open at a time.
KEPT = 64

#: How often to come back to a directory in which entries keep appearing, or are listed only in part.
ROUNDS = 16

#: What the system answers, in place of opening it, for a link or anything else that is no directory.
NOT_A_DIRECTORY = frozenset({errno.ENOTDIR, errno.ELOOP, errno.EMLINK})

#: Open the directory that the tree is in, only to name entries in it.
ABOVE = getattr(os, "O_PATH", os.O_RDONLY) | os.O_DIRECTORY | os.O_CLOEXEC

#: What the system may answer, in place of unlinking it, for a directory.
IS_A_DIRECTORY = frozenset({errno.EISDIR, errno.EPERM})

NOT_EMPTY = frozenset({errno.ENOTEMPTY, errno.EEXIST})


def remove_tree(top: str | bytes) -> list[OSError]:
    """Remove the directory *top*, an absolute path, and all it contains; return what could not be done.

    What can be removed is removed, whatever fails beside it. That *top*, or something in it, is gone already
    is no error. Directories without permissions are given some; other file systems mounted in the tree are
    left alone.

    Guarantees: TemporaryDirectory.all-contents, TemporaryDirectory.read-only-members,
    TemporaryDirectory.deep-trees, TemporaryDirectory.links-not-followed,
    TemporaryDirectory.targets-unchanged, TemporaryDirectory.replaced-by-link,
    TemporaryDirectory.swapped-while-removed, TemporaryDirectory.goes-on-where-something-has-gone,
    TemporaryDirectory.ignores-errors-on-the-way
    """
    # An empty directory, as many are, takes one call, which can do no harm to any other.
    try:
        os.rmdir(top)
    except FileNotFoundError:
        return []
    except OSError:
        return Removal(top).run()
    return []


class Level:
    """A directory on the way down: its name, its descriptor if open, its subdirectories still to do."""

    __slots__ = ("errors_before", "handle", "identity", "name", "round", "todo")

    def __init__(self, name: str, handle: int, status: os.stat_result, errors_before: int, round: int) -> None:
        """Describe the directory *name* that is open as *handle*, for the time that *round* says."""
        self.name = name
        self.handle: int | None = handle
        self.identity = (status.st_dev, status.st_ino)
        self.todo: list[str] = []
        self.errors_before = errors_before
        self.round = round


class Removal:
    """One tree being removed."""

    def __init__(self, top: str | bytes) -> None:
        """Prepare to remove the directory *top*; errors will name paths of its type."""
        self.parent, self.name = os.path.split(os.fsdecode(top))
        self.native: Callable[[str], str | bytes] = os.fsencode if isinstance(top, bytes) else os.fsdecode
        self.errors: list[OSError] = []
        self.levels: list[Level] = []

    def run(self) -> list[OSError]:
        """Remove the tree and return the errors; the directory that it is in is the only path resolved for it."""
        try:
            above = os.open(self.parent, ABOVE)
        except OSError as error:
            self.note(error)
            return self.errors
        try:
            self.enter(above, self.name, 0)
            while self.levels:
                level = self.levels[-1]
                if level.todo:
                    self.enter(level.handle, level.todo.pop(), level.round)
                else:
                    self.leave(above)
        finally:
            for level in self.levels:
                if level.handle is not None:
                    os.close(level.handle)
            os.close(above)
        return self.errors

    def note(self, error: OSError, *below: str) -> None:
        """Remember *error*, which concerns the entry *below* the current directory, by its full path."""
        if not isinstance(error, FileNotFoundError):
            names = [level.name for level in self.levels]
            error.filename = self.native(os.path.join(self.parent, *names, *below))
            error.filename2 = None
            self.errors.append(error)

    def enter(self, handle: int | None, name: str, round: int) -> None:
        """Go down into the directory *name* of the one open as *handle*; remove all in it but directories.

        *round* says how often that was done before, to it or to what it is in: so there is an end even if
        somebody goes on creating entries within entries.
        """
        try:
            child = open_directory(name, handle)
        except OSError as error:
            if error.errno in NOT_A_DIRECTORY and self.levels:
                self.unlink(handle, name)  # it was a directory a moment ago
            else:
                self.note(error, name)
            return
        status = os.fstat(child)
        level = Level(name, child, status, len(self.errors), round)
        if self.levels and status.st_dev != self.levels[0].identity[0]:
            os.close(child)
            self.note(OSError(errno.EBUSY, os.strerror(errno.EBUSY)), name)
            return
        if len(self.levels) > KEPT:
            above = self.levels[-1]
            if above.handle is not None:
                os.close(above.handle)
                above.handle = None
        self.levels.append(level)
        self.scan(level, child)

    def scan(self, level: Level, handle: int) -> None:
        """Remove the entries of a directory that are not directories, and list those that are."""
        try:
            with os.scandir(handle) as entries:
                for entry in entries:
                    if is_directory(entry):
                        level.todo.append(entry.name)
                    else:
                        self.unlink(handle, entry.name)
        except OSError as error:
            self.note(error)

    def unlink(self, handle: int | None, name: str) -> None:
        """Remove the entry *name*."""
        try:
            os.unlink(name, dir_fd=handle)
        except OSError as error:
            level = self.levels[-1]
            if error.errno in IS_A_DIRECTORY and level.round < ROUNDS and names_directory(handle, name):
                level.round += 1
                level.todo.append(name)  # it was none a moment ago
            else:
                self.note(error, name)

    def leave(self, above: int) -> None:
        """Go up one level and remove the directory that is empty now."""
        level = self.levels.pop()
        handle = self.handle_above(level, above)
        if level.handle is not None:
            os.close(level.handle)
        if handle is None:
            return
        try:
            os.rmdir(level.name, dir_fd=handle)
        except OSError as error:
            appeared = error.errno in NOT_EMPTY and len(self.errors) == level.errors_before
            if appeared and level.round < ROUNDS:
                self.enter(handle, level.name, level.round + 1)
            elif len(self.errors) == level.errors_before or error.errno not in NOT_EMPTY:
                self.note(error, level.name)

    def handle_above(self, level: Level, above: int) -> int | None:
        """Return the descriptor of the directory that *level* was entered from."""
        if not self.levels:
            return above
        up = self.levels[-1]
        if up.handle is None:
            try:
                handle = os.open("..", FLAGS, dir_fd=level.handle)
            except OSError as error:
                self.lose(error)
                return None
            status = os.fstat(handle)
            if (status.st_dev, status.st_ino) != up.identity:
                os.close(handle)
                self.lose(OSError(errno.ESTALE, "moved away while the tree was being removed"))
                return None
            up.handle = handle
        return up.handle

    def lose(self, error: OSError) -> None:
        """Give up those levels whose way up is cut off."""
        self.note(error)
        while self.levels and self.levels[-1].handle is None:
            self.levels.pop()


def is_directory(entry: os.DirEntry[str]) -> bool:
    """Is *entry* a directory itself, not a link to one?"""
    try:
        return entry.is_dir(follow_symlinks=False)
    except OSError:
        return False


def names_directory(handle: int | None, name: str) -> bool:
    """Is *name* a directory itself by now, not a link to one?"""
    try:
        return stat.S_ISDIR(os.stat(name, dir_fd=handle, follow_symlinks=False).st_mode)
    except OSError:
        return False
