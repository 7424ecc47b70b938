"""Before the removal every entry is made writable, and what links lead to as well."""

import contextlib
import os

import tempfile_reference
from _base import stand_in
from tempfile_reference import _tree

stand_in(__name__, tempfile_reference)
whole = _tree.remove


def remove(path, ignore_errors):
    for folder, names, files in os.walk(path):
        if not os.access(folder, os.W_OK):
            for name in names + files:
                with contextlib.suppress(OSError):
                    os.chmod(os.path.join(folder, name), 0o700)
    whole(path, ignore_errors)


_tree.remove = remove

BREAKS = ["TemporaryDirectory.targets-unchanged"]
