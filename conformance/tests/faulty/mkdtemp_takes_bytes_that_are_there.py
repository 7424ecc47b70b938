"""mkdtemp takes a directory that is there, if its name is asked for in bytes."""

import os

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__, tempfile_reference)
original = _posix.create_directory


def create_directory(path):
    if isinstance(path, bytes) and os.path.isdir(path):
        return
    original(path)


change(_posix, create_directory=create_directory)

BREAKS = ["mkdtemp.exclusive", "TemporaryDirectory.exclusive"]
