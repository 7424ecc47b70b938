"""A spooled file can be asked for its mode once it is on disk only."""

from _base import python2, stand_in

stand_in(__name__)


class SpooledTemporaryFile(python2.SpooledTemporaryFile):
    @property
    def mode(self):
        return self._file.mode


BREAKS = ["SpooledTemporaryFile.tells-mode"]
