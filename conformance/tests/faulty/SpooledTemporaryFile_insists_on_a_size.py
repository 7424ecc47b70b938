"""The method read1 of a SpooledTemporaryFile does not go without a size."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class SpooledTemporaryFile(tempfile_reference.SpooledTemporaryFile):
    def read1(self, size):
        return super().read1(size)


BREAKS = ["SpooledTemporaryFile.binary-methods"]
