"""TemporaryDirectory takes no ignore_cleanup_errors."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class TemporaryDirectory(tempfile_reference.TemporaryDirectory):
    def __init__(self, suffix=None, prefix=None, dir=None, *, delete=True):
        super().__init__(suffix, prefix, dir, delete=delete)


BREAKS = ["TemporaryDirectory.takes-ignore-cleanup-errors"]
FOLLOWS = [
    "TemporaryDirectory.ignores-cleanup-errors",
    "TemporaryDirectory.delete-false",
    "TemporaryDirectory.ignores-errors-on-the-way",
]
