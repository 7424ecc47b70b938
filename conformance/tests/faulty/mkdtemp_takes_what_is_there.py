"""mkdtemp is content with a directory that stands at the name already."""

import os

from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__)
change(_posix, create_directory=lambda path: os.makedirs(path, 0o700, exist_ok=True))

BREAKS = ["mkdtemp.exclusive"]
FOLLOWS = ["mkdtemp.exclusive-against-others"]
