"""Whatever goes wrong as a file or directory is created, it is told as a lack of free names."""

import errno

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__, tempfile_reference)
change(_posix, is_collision=lambda error, path: True, NAMELESS_REFUSALS=frozenset(errno.errorcode))
change(tempfile_reference, TMP_MAX=100)

BREAKS = [
    "mkstemp.errors-reach-the-caller",
    "mkdtemp.errors-reach-the-caller",
    "NamedTemporaryFile.errors-reach-the-caller",
    "TemporaryFile.errors-reach-the-caller",
    "SpooledTemporaryFile.errors-reach-the-caller",
    "TemporaryDirectory.errors-reach-the-caller",
]
