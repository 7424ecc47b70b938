"""TemporaryDirectory takes '..' out of the directory's text, whatever links there are on the way."""

import os

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class TemporaryDirectory(tempfile_reference.TemporaryDirectory):
    def __init__(self, suffix=None, prefix=None, dir=None, ignore_cleanup_errors=False, *, delete=True):
        directory = os.path.abspath(dir) if isinstance(dir, str) else dir
        super().__init__(suffix, prefix, directory, ignore_cleanup_errors, delete=delete)


BREAKS = ["TemporaryDirectory.dir-through-links"]
