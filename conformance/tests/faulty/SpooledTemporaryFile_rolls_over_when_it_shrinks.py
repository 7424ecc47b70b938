"""A SpooledTemporaryFile rolls over at any size that is not max_size itself, a smaller one too."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class SpooledTemporaryFile(tempfile_reference.SpooledTemporaryFile):
    def truncate(self, size=None):
        if size is not None and size != self._limit:
            self.rollover()
        return super().truncate(size)


BREAKS = ["SpooledTemporaryFile.extending-rolls-over"]
