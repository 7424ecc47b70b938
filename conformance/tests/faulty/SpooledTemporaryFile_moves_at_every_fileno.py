"""Every call of fileno puts a SpooledTemporaryFile into a new file."""

import shutil

from _base import python2, stand_in

stand_in(__name__)


class SpooledTemporaryFile(python2.SpooledTemporaryFile):
    def fileno(self):
        self.rollover()
        if "b" in self.mode:
            old, self._file, position = self._file, python2.TemporaryFile(), self.tell()
            old.seek(0)
            shutil.copyfileobj(old, self._file)
            self._file.seek(position)
            old.close()
        return super().fileno()


BREAKS = ["SpooledTemporaryFile.fileno-rolls-over"]
FOLLOWS = ["SpooledTemporaryFile.rolls-over-where-asked"]
