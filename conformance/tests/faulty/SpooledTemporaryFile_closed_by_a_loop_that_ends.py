"""A loop over the lines that ends before the last one closes the file."""

from _base import python2, stand_in

stand_in(__name__)


class SpooledTemporaryFile(python2.SpooledTemporaryFile):
    def __iter__(self):
        yield from self._file


BREAKS = ["SpooledTemporaryFile.loops-may-end"]
