"""mkstemp opens a file that is there, if it is for text."""

import os

from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__)
original = _posix.create_file


def create_file(path, text=False):
    if not text:
        return original(path)
    return os.open(path, _posix.FILE_FLAGS & ~os.O_EXCL, _posix.FILE_MODE)


change(_posix, create_file=create_file)

BREAKS = ["mkstemp.exclusive"]
FOLLOWS = ["mkstemp.exclusive-against-others"]
