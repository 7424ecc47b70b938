"""With ignore_cleanup_errors nothing is removed any more once there is an error."""

import os

import tempfile_reference
from _base import stand_in
from tempfile_reference import _tree

stand_in(__name__, tempfile_reference)
whole = _tree.remove


def remove(path, ignore_errors):
    if ignore_errors and not os.access(os.path.dirname(path), os.W_OK):
        return
    whole(path, ignore_errors)


_tree.remove = remove

BREAKS = ["TemporaryDirectory.ignores-cleanup-errors"]
