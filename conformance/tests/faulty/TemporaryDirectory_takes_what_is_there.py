"""TemporaryDirectory is content with a directory that stands at the name already."""

import contextlib
import os

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__, tempfile_reference)
create = _posix.create_directory


def take(path):
    with contextlib.suppress(FileExistsError):
        os.mkdir(path, 0o700)


class TemporaryDirectory(tempfile_reference.TemporaryDirectory):
    def __init__(self, *arguments, **keywords):
        change(_posix, create_directory=take)
        try:
            super().__init__(*arguments, **keywords)
        finally:
            change(_posix, create_directory=create)


BREAKS = ["TemporaryDirectory.exclusive"]
FOLLOWS = ["TemporaryDirectory.exclusive-against-others"]
