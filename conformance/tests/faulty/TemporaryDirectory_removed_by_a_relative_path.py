"""A directory that was made in a relative one is removed by its relative path, wherever that leads then."""

import os

import tempfile_reference
from _base import stand_in
from tempfile_reference import _tree

stand_in(__name__, tempfile_reference)
whole = _tree.remove
relative = {}


class TemporaryDirectory(tempfile_reference.TemporaryDirectory):
    def __init__(self, suffix=None, prefix=None, dir=None, ignore_cleanup_errors=False, *, delete=True):
        super().__init__(suffix, prefix, dir, ignore_cleanup_errors, delete=delete)
        if isinstance(dir, str) and not os.path.isabs(dir):
            relative[self.name] = os.path.join(dir, os.path.basename(self.name))


def remove(path, ignore_errors):
    path = relative.get(path, path)
    if os.path.isdir(path):
        whole(os.path.abspath(path), ignore_errors)


_tree.remove = remove

BREAKS = ["TemporaryDirectory.gone-after-chdir"]
