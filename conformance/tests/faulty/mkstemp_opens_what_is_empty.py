"""mkstemp takes an empty file that has the name already for one that it has just made."""

import os

from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__)
original = _posix.create_file


def create_file(path, text=False):
    try:
        return original(path)
    except FileExistsError:
        if not os.path.isfile(path) or os.path.getsize(path):
            raise
        return os.open(path, os.O_RDWR | os.O_NOFOLLOW | os.O_CLOEXEC)


change(_posix, create_file=create_file)

BREAKS = ["mkstemp.exclusive", "NamedTemporaryFile.exclusive"]
FOLLOWS = ["mkstemp.exclusive-against-others", "NamedTemporaryFile.exclusive-against-others"]
