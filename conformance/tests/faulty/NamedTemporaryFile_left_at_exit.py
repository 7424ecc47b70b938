"""NamedTemporaryFile deletes nothing any more once the program is about to end."""

import atexit
import os

from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__)
ending = []
atexit.register(ending.append, True)
change(_posix, unlink=lambda path: None if ending else os.unlink(path))

BREAKS = ["NamedTemporaryFile.gone-at-exit"]
