"""What a link in the directory leads to is removed as well."""

import contextlib
import os

import tempfile_reference
from _base import stand_in
from tempfile_reference import _tree

stand_in(__name__, tempfile_reference)
whole = _tree.remove


def remove(path, ignore_errors):
    for folder, names, files in os.walk(path):
        for name in names + files:
            entry = os.path.join(folder, name)
            if os.path.islink(entry):
                with contextlib.suppress(OSError):
                    target = os.path.realpath(entry)
                    if os.path.isfile(target):
                        os.unlink(target)
                    elif not path.startswith(target):
                        for inner in os.listdir(target):
                            os.unlink(os.path.join(target, inner))
    whole(path, ignore_errors)


_tree.remove = remove

BREAKS = ["TemporaryDirectory.links-not-followed"]
SOMETIMES = ["TemporaryDirectory.targets-unchanged", "TemporaryDirectory.swapped-while-removed"]
