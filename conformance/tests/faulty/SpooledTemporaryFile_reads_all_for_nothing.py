"""A SpooledTemporaryFile that is to read nothing reads all."""

from _base import python2, stand_in

stand_in(__name__)


class SpooledTemporaryFile(python2.SpooledTemporaryFile):
    def read(self, size=-1):
        return super().read(size or -1)


BREAKS = ["SpooledTemporaryFile.storage"]
