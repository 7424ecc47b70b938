"""A spooled file that stands beyond its end when it goes to disk stands at its end afterwards."""

import os

from _base import python2, stand_in

stand_in(__name__)


class SpooledTemporaryFile(python2.SpooledTemporaryFile):
    def rollover(self):
        position = self.tell()
        super().rollover()
        self.seek(min(position, self.seek(0, os.SEEK_END)))


BREAKS = ["SpooledTemporaryFile.rollover-keeps-data"]
