"""mkdtemp makes the directory to be made in the working one, and then goes back to where it was."""

import os

from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__)
original = _posix.create_directory


def create_directory(path):
    before = os.getcwd()
    os.chdir(os.path.dirname(path))
    try:
        original(os.path.basename(path))
    finally:
        os.chdir(before)


change(_posix, create_directory=create_directory)

BREAKS = ["mkdtemp.dir"]
