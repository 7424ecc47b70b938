"""Errors during cleanup are never raised."""

import tempfile_reference
from _base import stand_in
from tempfile_reference import _tree

stand_in(__name__, tempfile_reference)
whole = _tree.remove
_tree.remove = lambda path, ignore_errors: whole(path, True)

BREAKS = ["TemporaryDirectory.errors-raised"]
FOLLOWS = ["TemporaryDirectory.first-error-reaches-the-caller"]
