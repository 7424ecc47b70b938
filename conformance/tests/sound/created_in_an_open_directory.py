"""Whatever is created is named relative to a descriptor of its directory."""

import contextlib
import os

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__, tempfile_reference)


def within(path, create):
    directory, entry = os.path.split(path)
    handle = os.open(directory or ".", os.O_PATH | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        return create(entry, handle)
    except OSError as error:
        error.filename = path
        raise
    finally:
        with contextlib.suppress(OSError):
            os.close(handle)


def create_file(path, text=False):
    return within(path, lambda entry, handle: os.open(entry, _posix.FILE_FLAGS, _posix.FILE_MODE, dir_fd=handle))


def create_directory(path):
    return within(path, lambda entry, handle: os.mkdir(entry, _posix.DIRECTORY_MODE, dir_fd=handle))


change(_posix, create_file=create_file, create_directory=create_directory)
