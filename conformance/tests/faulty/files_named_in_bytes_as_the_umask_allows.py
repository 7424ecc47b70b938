"""Files whose names are asked for in bytes get the permissions that the umask allows."""

import os

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__, tempfile_reference)
original = _posix.create_file


def create_file(path, text=False):
    return os.open(path, _posix.FILE_FLAGS, 0o666) if isinstance(path, bytes) else original(path)


change(_posix, create_file=create_file)

BREAKS = ["mkstemp.owner-only", "NamedTemporaryFile.owner-only"]
