"""Truncating beyond max_size puts a SpooledTemporaryFile on disk, and lengthens what it was in memory."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class SpooledTemporaryFile(tempfile_reference.SpooledTemporaryFile):
    def truncate(self, size=None):
        if size is not None and self._limit is not None and size > self._limit:
            self.rollover()
            return size
        return super().truncate(size)


BREAKS = ["SpooledTemporaryFile.extending-rolls-over"]
