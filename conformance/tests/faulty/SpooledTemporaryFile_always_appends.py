"""Whatever is written to a SpooledTemporaryFile goes to its end."""

import os

from _base import python2, stand_in

stand_in(__name__)


class SpooledTemporaryFile(python2.SpooledTemporaryFile):
    def write(self, data):
        self.seek(0, os.SEEK_END)
        return super().write(data)


BREAKS = ["SpooledTemporaryFile.update-mode-default"]
FOLLOWS = ["SpooledTemporaryFile.rollover-keeps-data"]
SOMETIMES = ["SpooledTemporaryFile.storage"]
