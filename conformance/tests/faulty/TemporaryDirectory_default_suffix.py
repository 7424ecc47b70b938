"""The name of a TemporaryDirectory ends in ".d" if nothing else was asked for."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class TemporaryDirectory(tempfile_reference.TemporaryDirectory):
    def __init__(self, suffix=None, prefix=None, dir=None, ignore_cleanup_errors=False, *, delete=True):
        suffix = ".d" if suffix is prefix is dir is None else suffix
        super().__init__(suffix, prefix, dir, ignore_cleanup_errors, delete=delete)


BREAKS = ["TemporaryDirectory.defaults"]
