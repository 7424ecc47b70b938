"""Cleaning up a second time, or at the end of the with statement after it, is an error."""

import os

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class TemporaryDirectory(tempfile_reference.TemporaryDirectory):
    def cleanup(self):
        os.stat(self.name)
        super().cleanup()


BREAKS = ["TemporaryDirectory.ends-once"]
SOMETIMES = ["TemporaryDirectory.swapped-while-removed"]
