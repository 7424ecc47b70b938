"""Where its name is taken, mkstemp removes what stands there and tries again."""

import contextlib
import os

from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__)
original = _posix.create_file


def create_file(path, text=False):
    try:
        return original(path, text)
    except FileExistsError:
        with contextlib.suppress(IsADirectoryError):
            os.unlink(path)
        raise


change(_posix, create_file=create_file)

BREAKS = ["mkstemp.exclusive", "NamedTemporaryFile.exclusive"]
FOLLOWS = [
    "mkstemp.exclusive-against-others",
    "NamedTemporaryFile.exclusive-against-others",
    "mkstemp.bounded-attempts",
    "NamedTemporaryFile.bounded-attempts",
]
