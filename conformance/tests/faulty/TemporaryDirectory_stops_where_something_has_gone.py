"""The removal ends with an error when somebody else has removed a file meanwhile."""

import os
import shutil

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _tree

stand_in(__name__, tempfile_reference)
whole = _tree.remove


def remove(path, ignore_errors):
    # Whatever else is wrong with it, the reference puts right.
    try:
        shutil.rmtree(path)
    except FileNotFoundError:
        if os.path.lexists(path) and not ignore_errors:
            raise
    except OSError:
        whole(path, ignore_errors)


change(_tree, remove=remove)

BREAKS = ["TemporaryDirectory.goes-on-where-something-has-gone"]
SOMETIMES = ["TemporaryDirectory.deep-trees", "TemporaryDirectory.swapped-while-removed"]
