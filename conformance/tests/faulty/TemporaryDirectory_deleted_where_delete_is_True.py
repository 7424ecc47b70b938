"""TemporaryDirectory deletes where delete is True itself, and not where it is as good as true."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class TemporaryDirectory(tempfile_reference.TemporaryDirectory):
    def __init__(self, suffix=None, prefix=None, dir=None, ignore_cleanup_errors=False, *, delete=True):
        super().__init__(suffix, prefix, dir, ignore_cleanup_errors, delete=delete is True)


BREAKS = ["TemporaryDirectory.delete-keyword-only"]
