"""A symbolic link to a directory is as good a new directory to mkdtemp as any."""

import os

from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__)


def create_directory(path):
    try:
        os.mkdir(path, 0o700)
    except FileExistsError:
        if not os.path.islink(path) or not os.path.isdir(path):
            raise


change(_posix, create_directory=create_directory)

BREAKS = ["mkdtemp.exclusive"]
FOLLOWS = ["mkdtemp.exclusive-against-others"]
