"""The method truncate of a SpooledTemporaryFile returns nothing."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class SpooledTemporaryFile(tempfile_reference.SpooledTemporaryFile):
    def truncate(self, size=None):
        super().truncate(size)


BREAKS = ["SpooledTemporaryFile.return-values"]
