"""A spooled file counts every position from its beginning, also one from where it stands."""

from _base import python2, stand_in

stand_in(__name__)


class SpooledTemporaryFile(python2.SpooledTemporaryFile):
    def seek(self, offset, whence=0):
        return super().seek(offset, whence if whence != 1 else 0)


BREAKS = ["SpooledTemporaryFile.storage"]
