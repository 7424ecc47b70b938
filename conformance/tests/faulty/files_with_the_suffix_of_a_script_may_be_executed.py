"""Files whose suffix is that of a program are made executable."""

import os

from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__)
original = _posix.create_file


def create_file(path, text=False):
    return os.open(path, _posix.FILE_FLAGS, 0o700) if os.fspath(path)[-3:] in (".sh", b".sh") else original(path)


change(_posix, create_file=create_file)

BREAKS = ["mkstemp.not-executable", "NamedTemporaryFile.not-executable"]
