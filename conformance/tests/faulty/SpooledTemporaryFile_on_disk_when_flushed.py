"""Flushing a SpooledTemporaryFile puts it on disk."""

from _base import python2, stand_in

stand_in(__name__)


class SpooledTemporaryFile(python2.SpooledTemporaryFile):
    def flush(self):
        self.rollover()
        super().flush()


BREAKS = ["SpooledTemporaryFile.in-memory"]
