"""Where the directory comes from: the search for one that the calling user can create files in."""

import contextlib
import errno
import os
import threading
import warnings
from collections.abc import Iterator
from typing import Any

from . import _names, _platform

#: Environment variables that name a directory, in the order in which they are asked.
VARIABLES = ("TMPDIR", "TEMP", "TMP")

#: How many names to try before a directory counts as unusable.
PROBES = 100

#: What the probe writes: a file system without room for it is of no use.
PROBE = b"probe"

#: May be taken twice: a signal handler or an audit hook that interrupts the search may ask too.
_lock = threading.RLock()


def _after_fork() -> None:
    # Another thread of the parent may have held the lock; it does not exist here to let it go.
    global _lock
    _lock = threading.RLock()


_platform.here.after_fork(_after_fork)


def current_directory() -> str:
    """Return the working directory, or ``"."`` if it cannot be told."""
    try:
        return os.getcwd()
    except OSError:
        return os.curdir


def candidates() -> Iterator[str]:
    """Yield the directories to consider: the environment's, the platform's, the working directory last.

    Guarantees: search.tmpdir-first, search.temp-second, search.tmp-third, search.current-directory-last
    """
    for variable in VARIABLES:
        directory = os.environ.get(variable)
        if directory:
            yield absolute(directory)
    yield from _platform.here.directories()
    yield current_directory()


def absolute(directory: str) -> str:
    """Return *directory* as an absolute path, or as it is if the working directory cannot be told."""
    try:
        return os.path.abspath(directory)
    except OSError:
        return directory


def is_usable(directory: str) -> bool:
    """Can the calling user create a file in *directory* and write to it? Leaves nothing behind.

    Guarantees: search.skips-missing, search.skips-non-directory, search.skips-unwritable, search.skips-full,
    search.taken-names, search.leaves-nothing
    """
    here = _platform.here
    try:
        handle = here.hold(directory)
    except (OSError, ValueError):
        return False
    try:
        for _ in range(PROBES):
            name = _names.MODERN.next()
            entry = name if handle is not None else os.path.join(directory, name)
            try:
                descriptor = here.create_file_in(handle, entry)
            except OSError as error:
                if here.is_collision(error, entry):
                    continue
                return False
            except ValueError:
                return False  # a null byte is in it
            try:
                written = can_write(descriptor)
            finally:
                removed = discard(handle, entry)
            return written and removed
        return False
    finally:
        if handle is not None:
            with contextlib.suppress(OSError):
                os.close(handle)


def can_write(descriptor: int) -> bool:
    """Is there room for a few bytes in the file? Closes it; some systems only then say that there is not."""
    try:
        try:
            return os.write(descriptor, PROBE) == len(PROBE)
        finally:
            os.close(descriptor)
    except OSError:
        return False


def discard(handle: int | None, entry: str) -> bool:
    """Remove the probe. Returns whether it is gone: where nothing can be removed, nothing should be created."""
    try:
        _platform.here.unlink_in(handle, entry)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def search() -> str:
    """Return the first candidate that is usable.

    Raises FileNotFoundError if there is none. A directory in which other users could replace files (writable
    for them without the sticky bit, or owned by another user) is taken all the same, as the documentation
    demands, but with a RuntimeWarning.
    """
    tried = []
    for directory in candidates():
        if is_usable(directory):
            warn_of_weakness(directory)
            return directory
        tried.append(directory)
    raise FileNotFoundError(errno.ENOENT, f"no directory to create temporary files in; tried {tried}")


def warn_of_weakness(directory: str) -> None:
    """Warn if other users could meddle with what is created in *directory*."""
    try:
        weakness = _platform.here.weakness(directory)
    except OSError:
        return
    if weakness:
        warnings.warn(
            f"the directory for temporary files, {directory!r}, is not safe: {weakness}",
            RuntimeWarning,
            stacklevel=5,
        )


def settle(module: dict[str, Any]) -> Any:
    """Search, and store the result as ``tempdir`` in the namespace *module*, unless one stands there.

    Returns the ``tempdir`` that stands there afterwards. Threads that ask at the same time get the same
    answer.

    Guarantees: tempdir.searched-again, search.cached, *.sets-tempdir
    """
    found = module["tempdir"]
    if found is None:
        with _lock:
            found = module["tempdir"]
            if found is None:
                found = module["tempdir"] = search()
    return found
