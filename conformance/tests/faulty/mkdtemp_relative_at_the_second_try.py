"""Once a name was taken, mkdtemp returns the path as the directory was given."""

import os

from _base import change, python2, stand_in
from tempfile_reference import _posix

stand_in(__name__)
original, taken = _posix.create_directory, []


def create_directory(path):
    try:
        original(path)
    except FileExistsError:
        taken.append(path)
        raise


def mkdtemp(suffix="", prefix=None, dir=None):
    taken.clear()
    path = python2.mkdtemp(suffix, prefix, dir)
    return os.path.join(dir, os.path.basename(path)) if taken and dir else path


change(_posix, create_directory=create_directory)

BREAKS = ["mkdtemp.absolute-path"]
