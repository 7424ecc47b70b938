"""Lines of text that are written to a SpooledTemporaryFile do not count."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class SpooledTemporaryFile(tempfile_reference.SpooledTemporaryFile):
    def writelines(self, lines):
        target = super() if "b" in self._mode else self._file
        target.writelines(lines)


BREAKS = ["SpooledTemporaryFile.text-exceeding-rolls-over"]
FOLLOWS = ["SpooledTemporaryFile.lines-roll-over"]
