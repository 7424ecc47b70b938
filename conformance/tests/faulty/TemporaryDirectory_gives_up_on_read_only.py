"""Directories that may not be written to make the removal fail."""

import shutil

import tempfile_reference
from _base import stand_in
from tempfile_reference import _tree

stand_in(__name__, tempfile_reference)


def remove(path, ignore_errors):
    shutil.rmtree(path, ignore_errors=ignore_errors)


_tree.remove = remove

BREAKS = ["TemporaryDirectory.read-only-members"]
SOMETIMES = ["TemporaryDirectory.deep-trees", "TemporaryDirectory.goes-on-where-something-has-gone"]
