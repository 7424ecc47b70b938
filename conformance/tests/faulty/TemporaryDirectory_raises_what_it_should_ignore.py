"""Errors are raised although they are to be ignored."""

import tempfile_reference
from _base import stand_in
from tempfile_reference import _tree

stand_in(__name__, tempfile_reference)
whole = _tree.remove
_tree.remove = lambda path, ignore_errors: whole(path, False)

BREAKS = ["TemporaryDirectory.ignores-cleanup-errors"]
FOLLOWS = ["TemporaryDirectory.ignores-errors-on-the-way"]
