"""Iteration over a SpooledTemporaryFile begins with the second line."""

from _base import python2, stand_in

stand_in(__name__)


class SpooledTemporaryFile(python2.SpooledTemporaryFile):
    def __iter__(self):
        self.readline()
        return super().__iter__()


BREAKS = ["SpooledTemporaryFile.storage"]
