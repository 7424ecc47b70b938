"""The tree is removed by a function that calls itself for every level."""

import contextlib
import os

import tempfile_reference
from _base import stand_in
from tempfile_reference import _tree

stand_in(__name__, tempfile_reference)
whole = _tree.remove


def depth(path):
    with os.scandir(path) as entries:
        return 1 + max([depth(entry.path) for entry in entries if entry.is_dir(follow_symlinks=False)], default=0)


def remove(path, ignore_errors):
    with contextlib.suppress(OSError):
        depth(path)
    whole(path, ignore_errors)


_tree.remove = remove

BREAKS = ["TemporaryDirectory.deep-trees"]
