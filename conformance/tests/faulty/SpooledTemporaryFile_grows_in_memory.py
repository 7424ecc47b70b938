"""A SpooledTemporaryFile that is extended beyond max_size stays in memory."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class SpooledTemporaryFile(tempfile_reference.SpooledTemporaryFile):
    def truncate(self, size=None):
        limit, self._limit = self._limit, None
        size = super().truncate(size)
        self._limit = limit
        return size


BREAKS = ["SpooledTemporaryFile.extending-rolls-over"]
