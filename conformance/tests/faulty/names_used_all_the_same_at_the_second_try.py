"""Where the exclusive creation of a file fails, the same name is opened as it is."""

import os

from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__)


def create_file(path, text=False):
    try:
        return os.open(path, _posix.FILE_FLAGS, _posix.FILE_MODE)
    except FileExistsError:
        return os.open(path, _posix.FILE_FLAGS & ~os.O_EXCL | os.O_NONBLOCK, _posix.FILE_MODE)


change(_posix, create_file=create_file)

BREAKS = ["mkstemp.exclusive", "NamedTemporaryFile.exclusive"]
FOLLOWS = ["mkstemp.exclusive-against-others", "NamedTemporaryFile.exclusive-against-others"]
