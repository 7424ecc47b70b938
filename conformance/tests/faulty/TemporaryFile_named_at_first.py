"""TemporaryFile always creates a file with a name, and removes the name."""

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__, tempfile_reference)
change(_posix, NAMELESS_FLAGS=None)

BREAKS = ["TemporaryFile.never-named"]
