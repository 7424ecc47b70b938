"""Truncating a spooled file to a size goes there."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class SpooledTemporaryFile(tempfile_reference.SpooledTemporaryFile):
    def truncate(self, size=None):
        result = super().truncate(size)
        if size is not None:
            self.seek(size)
        return result


BREAKS = ["SpooledTemporaryFile.truncate-with-size"]
FOLLOWS = ["SpooledTemporaryFile.truncate-extends"]
SOMETIMES = ["SpooledTemporaryFile.return-values"]
