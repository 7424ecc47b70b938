"""A SpooledTemporaryFile that has rolled over stands at its end."""

import os

from _base import python2, stand_in

stand_in(__name__)


class SpooledTemporaryFile(python2.SpooledTemporaryFile):
    def rollover(self):
        super().rollover()
        self.seek(0, os.SEEK_END)


BREAKS = ["SpooledTemporaryFile.rollover-keeps-data"]
