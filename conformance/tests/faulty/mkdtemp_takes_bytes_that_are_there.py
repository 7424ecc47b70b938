"""mkdtemp takes a directory that is there, if its name is asked for in bytes."""

import os

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__, tempfile_reference)
original = _posix.create_directory


def create_directory(path):
    try:
        original(path)
    except FileExistsError:
        if isinstance(path, str) or not os.path.isdir(path):
            raise


change(_posix, create_directory=create_directory)

BREAKS = ["mkdtemp.exclusive", "TemporaryDirectory.exclusive"]
FOLLOWS = ["mkdtemp.exclusive-against-others", "TemporaryDirectory.exclusive-against-others"]
