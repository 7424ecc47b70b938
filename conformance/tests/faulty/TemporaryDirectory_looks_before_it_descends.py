"""Whether an entry is a link is looked at first, and then the entry is listed by its path."""

import contextlib
import os
import stat

import tempfile_reference
from _base import stand_in
from tempfile_reference import _tree

stand_in(__name__, tempfile_reference)
whole = _tree.remove


def empty(path):
    for name in os.listdir(path):
        entry = os.path.join(path, name)
        if stat.S_ISDIR(os.lstat(entry).st_mode):
            empty(entry)
            os.rmdir(entry)
        else:
            os.unlink(entry)


def remove(path, ignore_errors):
    if os.path.isdir(path) and not os.path.islink(path):
        with contextlib.suppress(OSError, RecursionError):
            empty(path)
    whole(path, ignore_errors)


_tree.remove = remove

BREAKS = ["TemporaryDirectory.swapped-while-removed"]
