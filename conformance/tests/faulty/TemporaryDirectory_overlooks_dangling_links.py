"""Links that lead nowhere are overlooked when the directory is removed."""

import os
import shutil

import tempfile_reference
from _base import stand_in
from tempfile_reference import _tree

stand_in(__name__, tempfile_reference)
whole = _tree.remove


def remove(path, ignore_errors):
    for folder, _, names in os.walk(path):
        if any(
            os.path.islink(os.path.join(folder, name)) and not os.path.exists(os.path.join(folder, name))
            for name in names
        ):
            shutil.rmtree(os.path.join(folder, names[0]), ignore_errors=True)
            return
    whole(path, ignore_errors)


_tree.remove = remove

BREAKS = ["TemporaryDirectory.all-contents"]
