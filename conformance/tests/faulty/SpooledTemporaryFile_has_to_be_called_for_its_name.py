"""The name of a spooled file is a method, where that of any other file is an attribute."""

from _base import python2, stand_in

stand_in(__name__)


class SpooledTemporaryFile(python2.SpooledTemporaryFile):
    def name(self):
        return self._file.name


BREAKS = ["SpooledTemporaryFile.tells-mode"]
