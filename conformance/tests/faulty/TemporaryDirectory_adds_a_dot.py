"""TemporaryDirectory puts a dot before a suffix that has none."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class TemporaryDirectory(tempfile_reference.TemporaryDirectory):
    def __init__(self, suffix=None, prefix=None, dir=None, ignore_cleanup_errors=False, *, delete=True):
        if isinstance(suffix, str) and suffix and not suffix.startswith((".", "-s")) and "/" not in suffix:
            suffix = "." + suffix
        super().__init__(suffix, prefix, dir, ignore_cleanup_errors, delete=delete)


BREAKS = ["TemporaryDirectory.suffix"]
