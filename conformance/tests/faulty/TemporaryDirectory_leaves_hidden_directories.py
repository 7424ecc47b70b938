"""Directories whose names begin with a dot are left where they are."""

import os

import tempfile_reference
from _base import stand_in
from tempfile_reference import _tree

stand_in(__name__, tempfile_reference)
whole = _tree.remove


def remove(path, ignore_errors):
    if not any(name.startswith(".") for folder, names, files in os.walk(os.fsdecode(path)) for name in names + files):
        whole(path, ignore_errors)


_tree.remove = remove

BREAKS = ["TemporaryDirectory.all-contents"]
