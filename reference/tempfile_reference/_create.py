"""How files and directories come into being: exclusively, private from their first moment on.

The decision is the kernel's: it creates, or it says that something is there already, in one step. So nobody
can slip a file or a link under a name between a check and the creation, because there is no check. The path
is resolved once, in that same system call. Where one operation needs several calls on one name, they go
through a descriptor of the directory, so that exchanging the directory between two of them leads nowhere.

Guarantees: *.exclusive, *.exclusive-against-others, *.concurrent, *.bounded-attempts,
*.errors-reach-the-caller, *.never-elsewhere, *.audit-event, *.audit-first, *.no-leak-on-fault,
*.program-undisturbed
"""

import contextlib
import errno
import os
from sys import audit
from typing import AnyStr

from . import _platform
from ._arguments import Place


def file(place: Place[AnyStr], attempts: int, text: bool = False) -> tuple[int, AnyStr]:
    """Create a file at *place* and return its descriptor and its path.

    Raises FileExistsError if the first *attempts* names were all taken, or whatever OSError the system
    raises.

    Guarantees: mkstemp.descriptor-open, mkstemp.no-leak-on-error
    """
    _directory, head, tail, name = place
    while attempts > 0:
        path = head + name() + tail
        audit("tempfile.mkstemp", path)
        try:
            return _platform.here.create_file(path, text), path
        except OSError as error:
            if not _platform.here.is_collision(error, path):
                raise
            attempts -= 1
    raise exhausted(place)


def file_deleted_on_close(place: Place[AnyStr], attempts: int) -> tuple[int, AnyStr]:
    """Create a file that the system deletes when it is closed; for platforms that can."""
    _directory, head, tail, name = place
    while attempts > 0:
        path = head + name() + tail
        audit("tempfile.mkstemp", path)
        try:
            return _platform.here.create_file_deleted_on_close(path), path
        except OSError as error:
            if not _platform.here.is_collision(error, path):
                raise
            attempts -= 1
    raise exhausted(place)


def directory(place: Place[AnyStr], attempts: int) -> AnyStr:
    """Create a directory at *place* and return its path. Raises as `file` does.

    Guarantees: mkdtemp.no-leak-on-error, TemporaryDirectory.no-leak-on-error
    """
    _directory, head, tail, name = place
    while attempts > 0:
        path = head + name() + tail
        audit("tempfile.mkdtemp", path)
        try:
            _platform.here.create_directory(path)
            return path
        except OSError as error:
            if not _platform.here.is_collision(error, path):
                raise
            attempts -= 1
    raise exhausted(place)


def nameless(place: Place[AnyStr], attempts: int) -> int:
    """Create a file at *place* that has no name, or one that is lost at once, and return its descriptor.

    Guarantees: TemporaryFile.no-name, TemporaryFile.gone-at-any-end, SpooledTemporaryFile.gone-at-any-end
    """
    where = place[0]
    audit("tempfile.mkstemp", where)  # the path that the system is given: there is no other
    descriptor = _platform.here.create_nameless(where)
    if descriptor is None:
        descriptor = unnamed(place, attempts)
    return descriptor


def unnamed(place: Place[AnyStr], attempts: int) -> int:
    """Create a file and remove its name at once: what `nameless` falls back to."""
    where, head, tail, name = place
    here = _platform.here
    handle = here.hold(where)
    try:
        while attempts > 0:
            path = head + name() + tail
            audit("tempfile.mkstemp", path)
            entry = path if handle is None else os.path.basename(path)
            try:
                descriptor = here.create_file_in(handle, entry)
            except OSError as error:
                if here.is_collision(error, path):
                    attempts -= 1
                    continue
                error.filename = path
                raise
            try:
                here.unlink_in(handle, entry)
            except BaseException:
                with contextlib.suppress(OSError):  # the first error is the one to tell
                    os.close(descriptor)
                raise
            return descriptor
        raise exhausted(place)
    finally:
        if handle is not None:
            # Nothing was written through it: that it cannot be closed properly is no reason to lose the file.
            with contextlib.suppress(OSError):
                os.close(handle)


def unused_path(place: Place[AnyStr], attempts: int) -> AnyStr:
    """Return a path at *place* under which nothing exists, not even a dangling link, at this moment.

    Guarantees: mktemp.creates-nothing
    """
    _directory, head, tail, name = place
    while attempts > 0:
        path = head + name() + tail
        if not os.path.lexists(path):
            return path
        attempts -= 1
    raise exhausted(place)


def exhausted(place: Place[AnyStr]) -> FileExistsError:
    """Return the error to raise when all names were taken."""
    return FileExistsError(errno.EEXIST, "every name that was tried is taken", place[0])
