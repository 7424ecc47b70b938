"""What has once read a line of a SpooledTemporaryFile in memory reads lines there for ever."""

from _base import python2, stand_in

stand_in(__name__)


class SpooledTemporaryFile(python2.SpooledTemporaryFile):
    __slots__ = ("line",)

    def readline(self, *size):
        if not hasattr(self, "line"):
            self.line = self._file.readline
        return self.line(*size)


BREAKS = ["SpooledTemporaryFile.storage"]
