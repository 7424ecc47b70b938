"""Lines are all written to memory before anybody looks whether the file is too large."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class SpooledTemporaryFile(tempfile_reference.SpooledTemporaryFile):
    def writelines(self, lines):
        self._file.writelines(lines)
        self.write("" if hasattr(self._file, "encoding") else b"")


BREAKS = ["SpooledTemporaryFile.lines-roll-over"]
