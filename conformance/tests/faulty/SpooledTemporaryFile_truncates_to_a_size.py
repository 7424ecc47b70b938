"""truncate takes a size, as it does today."""

from _base import python2, stand_in

stand_in(__name__)


class SpooledTemporaryFile(python2.SpooledTemporaryFile):
    def truncate(self, size=None):
        return self._file.truncate(size)


BREAKS = ["SpooledTemporaryFile.truncate-without-size"]
