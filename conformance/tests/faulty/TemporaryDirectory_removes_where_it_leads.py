"""If a link stands at the name, what it leads to is removed."""

import os

import tempfile_reference
from _base import stand_in
from tempfile_reference import _tree

stand_in(__name__, tempfile_reference)
whole = _tree.remove


def remove(path, ignore_errors):
    if os.path.islink(path):
        target = os.path.realpath(path)
        if os.path.isdir(target):
            whole(target, ignore_errors)
        else:
            os.unlink(target)
    else:
        whole(path, ignore_errors)


_tree.remove = remove

BREAKS = ["TemporaryDirectory.replaced-by-link"]
SOMETIMES = ["TemporaryDirectory.swapped-while-removed"]
