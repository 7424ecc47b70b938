"""Once a name was taken, mkstemp creates its file for everybody."""

import os

from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__)
original, taken = _posix.create_file, []


def create_file(path, text=False):
    try:
        return os.open(path, _posix.FILE_FLAGS, 0o777) if taken else original(path, text)
    except FileExistsError:
        taken.append(path)
        raise


change(_posix, create_file=create_file)

BREAKS = ["mkstemp.owner-only", "mkstemp.not-executable"]
FOLLOWS = ["NamedTemporaryFile.owner-only"]
