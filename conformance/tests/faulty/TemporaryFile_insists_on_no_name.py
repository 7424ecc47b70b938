"""TemporaryFile fails with kernels that take a file without a name for an attempt to write to a directory."""

import errno

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__, tempfile_reference)
change(_posix, NAMELESS_REFUSALS=_posix.NAMELESS_REFUSALS - {errno.EISDIR})

BREAKS = ["TemporaryFile.works-by-name"]
