"""Truncating a SpooledTemporaryFile in memory to a larger size leaves it as it is."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class SpooledTemporaryFile(tempfile_reference.SpooledTemporaryFile):
    def truncate(self, size=None):
        if size is None or self._rolled or "b" not in self._mode or size > self._max_size > 0:
            return super().truncate(size)
        return self._file.truncate(size)


BREAKS = ["SpooledTemporaryFile.truncate-extends"]
