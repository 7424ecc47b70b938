"""A SpooledTemporaryFile counts the lines first, and has none left to write where they come from an iterator."""

from _base import python2, stand_in

stand_in(__name__)


class SpooledTemporaryFile(python2.SpooledTemporaryFile):
    def writelines(self, lines):
        if self._limit and self.tell() + sum(map(len, lines)) > self._limit:
            self.rollover()
        super().writelines(lines)


BREAKS = ["SpooledTemporaryFile.exceeding-rolls-over"]
