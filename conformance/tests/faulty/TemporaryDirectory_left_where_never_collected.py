"""The directory of an object that is not even collected when the program ends stays."""

import atexit

import tempfile_reference
from _base import stand_in
from tempfile_reference import _tree

stand_in(__name__, tempfile_reference)

atexit.unregister(_tree._at_exit)

BREAKS = ["TemporaryDirectory.gone-at-exit"]
