"""A text in the middle of which a SpooledTemporaryFile rolls over is read from its beginning."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class SpooledTemporaryFile(tempfile_reference.SpooledTemporaryFile):
    def rollover(self):
        rolled, position, end = self._rolled, self.tell(), len(self._memory().getvalue()) if not self._rolled else 0
        super().rollover()
        if not rolled and "b" not in self._mode and position != end:
            self.seek(0)


BREAKS = ["SpooledTemporaryFile.rollover-keeps-text"]
SOMETIMES = ["SpooledTemporaryFile.text-storage", "SpooledTemporaryFile.iterator-goes-on"]
