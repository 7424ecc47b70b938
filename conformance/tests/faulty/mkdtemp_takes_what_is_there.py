"""mkdtemp is content with a directory that stands at the name already."""

import os

from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__)
create = _posix.create_directory


def create_directory(path):
    try:
        create(path)
    except FileExistsError:
        if not os.path.isdir(path):
            raise


change(_posix, create_directory=create_directory)

BREAKS = ["mkdtemp.exclusive"]
FOLLOWS = ["mkdtemp.exclusive-against-others"]
