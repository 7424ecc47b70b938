"""Files are created without O_EXCL: what stands at the name is opened."""

import os

from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__)
change(_posix, FILE_FLAGS=_posix.FILE_FLAGS & ~os.O_EXCL & ~os.O_NOFOLLOW)

BREAKS = ["mkstemp.exclusive", "NamedTemporaryFile.exclusive"]
FOLLOWS = [
    "TemporaryFile.exclusive",
    "SpooledTemporaryFile.exclusive",
    "mkstemp.exclusive-against-others",
    "NamedTemporaryFile.exclusive-against-others",
    "TemporaryFile.exclusive-against-others",
    "SpooledTemporaryFile.exclusive-against-others",
]
