"""Where everything belongs to the group, mkdtemp lets the group in too."""

import os

from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__)
original = _posix.create_directory


def create_directory(path):
    original(path)
    if os.stat(os.path.dirname(path)).st_mode & 0o2000:
        os.chmod(path, 0o2770)


change(_posix, create_directory=create_directory)

BREAKS = ["mkdtemp.owner-only"]
