"""TemporaryFile fails where the file system has no files without a name."""

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__, tempfile_reference)
change(_posix, NAMELESS_REFUSALS=frozenset())

BREAKS = ["TemporaryFile.works-by-name"]
