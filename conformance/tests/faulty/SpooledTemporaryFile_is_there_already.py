"""A SpooledTemporaryFile takes seek to the number of its position for no move, whatever it is counted from."""

from _base import python2, stand_in

stand_in(__name__)


class SpooledTemporaryFile(python2.SpooledTemporaryFile):
    def seek(self, offset, *whence):
        return offset if offset == self.tell() else super().seek(offset, *whence)


BREAKS = ["SpooledTemporaryFile.storage"]
