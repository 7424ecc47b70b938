"""An iterator over a SpooledTemporaryFile is one over what holds the data at that moment."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class SpooledTemporaryFile(tempfile_reference.SpooledTemporaryFile):
    def __iter__(self):
        return iter(self._file)


BREAKS = ["SpooledTemporaryFile.iterator-goes-on"]
