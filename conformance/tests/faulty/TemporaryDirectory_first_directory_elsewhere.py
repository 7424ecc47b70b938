"""The first TemporaryDirectory finds out where the default directory is, and uses it whatever was asked for."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class TemporaryDirectory(tempfile_reference.TemporaryDirectory):
    def __init__(self, suffix=None, prefix=None, dir=None, ignore_cleanup_errors=False, *, delete=True):
        if isinstance(dir, str) and tempfile_reference.tempdir is None:
            dir = tempfile_reference.gettempdir()
        super().__init__(suffix, prefix, dir, ignore_cleanup_errors, delete=delete)


BREAKS = ["TemporaryDirectory.dir"]
FOLLOWS = ["TemporaryDirectory.parameters", "TemporaryDirectory.dir-through-links", "TemporaryDirectory.absolute-path"]
SOMETIMES = [
    "TemporaryDirectory.gone-after-chdir",
    "TemporaryDirectory.errors-raised",
    "TemporaryDirectory.ignores-cleanup-errors",
]
