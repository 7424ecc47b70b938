"""mkstemp opens a file that is there, if its name is asked for in bytes."""

import os

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__, tempfile_reference)
original = _posix.create_file


def create_file(path, text=False):
    if isinstance(path, bytes):
        return os.open(path, _posix.FILE_FLAGS & ~os.O_EXCL, _posix.FILE_MODE)
    return original(path)


change(_posix, create_file=create_file)

BREAKS = ["mkstemp.exclusive", "NamedTemporaryFile.exclusive"]
