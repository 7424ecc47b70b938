"""Where a relative directory was given, the name of a TemporaryDirectory is relative."""

import os

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class TemporaryDirectory(tempfile_reference.TemporaryDirectory):
    def __init__(self, suffix=None, prefix=None, dir=None, ignore_cleanup_errors=False, *, delete=True):
        super().__init__(suffix, prefix, dir, ignore_cleanup_errors, delete=delete)
        self.path = self.name
        if isinstance(dir, str) and not os.path.isabs(dir):
            self.name = os.path.join(dir, os.path.basename(self.name))

    def cleanup(self):
        shown, self.name = self.name, self.path
        super().cleanup()
        self.name = shown

    def __del__(self):
        self.name = getattr(self, "path", None)
        super().__del__()


BREAKS = ["TemporaryDirectory.absolute-path"]
