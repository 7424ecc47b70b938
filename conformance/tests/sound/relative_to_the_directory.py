"""Files and directories are made relative to their directory, which is opened first."""

import os
from contextlib import contextmanager, suppress

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__, tempfile_reference)


@contextmanager
def opened(path):
    directory, name = os.path.split(path)
    handle = os.open(directory, _posix.HANDLE_FLAGS)
    try:
        yield handle, os.path.join(b"." if isinstance(path, bytes) else ".", name)
    finally:
        with suppress(OSError):
            os.close(handle)


def create_file(path, text=False):
    with opened(path) as (handle, name):
        return os.open(name, _posix.FILE_FLAGS, _posix.FILE_MODE, dir_fd=handle)


def create_directory(path):
    with opened(path) as (handle, name):
        os.mkdir(name, _posix.DIRECTORY_MODE, dir_fd=handle)


change(_posix, create_file=create_file, create_directory=create_directory)
