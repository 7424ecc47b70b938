"""That the directory cannot be reached is raised, whether errors are to be ignored or not."""

import os

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _tree

stand_in(__name__, tempfile_reference)
whole = _tree.remove


def remove(path, ignore_errors):
    os.access(path, os.F_OK) or os.stat(path)
    whole(path, ignore_errors)


change(_tree, remove=remove)

BREAKS = ["TemporaryDirectory.ignores-errors-on-the-way"]
