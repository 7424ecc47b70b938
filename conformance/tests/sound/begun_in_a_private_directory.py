"""A file comes into being in a directory that nobody else can enter, and is given its name by a link."""

import contextlib
import errno
import os
import uuid

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__, tempfile_reference)
nameless = _posix.create_nameless


def entered(where):
    """A new directory that its owner can enter, whatever the umask is."""
    for _ in range(10):
        name = uuid.uuid4().hex
        private = os.path.join(where, os.fsencode(name) if isinstance(where, bytes) else name)
        try:
            os.mkdir(private, 0o700)
        except FileExistsError:
            continue
        try:
            os.chmod(private, 0o700)
        except BaseException:
            os.rmdir(private)
            raise
        return private
    raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), where)


def begun(where, path):
    """A descriptor of a file that has the path, or without one no name."""
    private = entered(where)
    inner = os.path.join(private, b"f" if isinstance(where, bytes) else "f")
    descriptor = None
    try:
        descriptor = os.open(inner, _posix.FILE_FLAGS, _posix.FILE_MODE)
        if path is not None:
            os.link(inner, path)
        os.unlink(inner)
    except BaseException:
        if descriptor is not None:
            os.close(descriptor)
            with contextlib.suppress(OSError):
                os.unlink(inner)
        raise
    finally:
        with contextlib.suppress(OSError):
            os.rmdir(private)
    return descriptor


def create_file(path, text=False):
    try:
        return begun(os.path.split(path)[0], path)
    except OSError as error:
        # Nobody knows the directory that this happened in.
        error.filename = path
        raise


def create_nameless(where):
    descriptor = nameless(where)
    return begun(where, None) if descriptor is None else descriptor


change(_posix, create_file=create_file, create_nameless=create_nameless)
