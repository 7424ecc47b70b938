"""Once a name was taken, mkdtemp makes its directory for everybody."""

import os

from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__)
original, taken = _posix.create_directory, []


def create_directory(path):
    try:
        return os.mkdir(path, 0o777) if taken else original(path)
    except FileExistsError:
        taken.append(path)
        raise


change(_posix, create_directory=create_directory)

BREAKS = ["mkdtemp.owner-only"]
