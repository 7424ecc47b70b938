"""A directory in which something is hidden is emptied but for that, and left."""

import os
import shutil

import tempfile_reference
from _base import stand_in
from tempfile_reference import _tree

stand_in(__name__, tempfile_reference)
whole = _tree.remove


def remove(path, ignore_errors):
    entries = list(os.scandir(os.fsdecode(path)))
    if not any(entry.name.startswith(".") for entry in entries):
        whole(path, ignore_errors)
        return
    for entry in entries:
        if not entry.name.startswith("."):
            shutil.rmtree(entry.path) if entry.is_dir(follow_symlinks=False) else os.unlink(entry.path)


_tree.remove = remove

BREAKS = ["TemporaryDirectory.all-contents"]
