"""A TemporaryDirectory asks for the working directory before it removes anything."""

import os

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _tree

stand_in(__name__, tempfile_reference)
whole = _tree.remove


def remove(path, ignore_errors):
    os.getcwd()
    whole(path, ignore_errors)


change(_tree, remove=remove)

BREAKS = ["TemporaryDirectory.gone-after-chdir"]
