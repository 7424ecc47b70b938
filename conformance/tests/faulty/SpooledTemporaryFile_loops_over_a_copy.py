"""A loop over a SpooledTemporaryFile takes all lines at once, and leaves none for the next loop."""

from _base import python2, stand_in

stand_in(__name__)


class SpooledTemporaryFile(python2.SpooledTemporaryFile):
    def __iter__(self):
        return iter(self.readlines())


BREAKS = ["SpooledTemporaryFile.loops-may-end"]
