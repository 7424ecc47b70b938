"""Where the disk is full, a SpooledTemporaryFile stays in memory and says nothing."""

import errno

from _base import python2, stand_in

stand_in(__name__)


class SpooledTemporaryFile(python2.SpooledTemporaryFile):
    def rollover(self):
        try:
            super().rollover()
        except OSError as error:
            if error.errno != errno.ENOSPC:
                raise


BREAKS = ["SpooledTemporaryFile.full-disk-is-an-error"]
FOLLOWS = ["SpooledTemporaryFile.failed-rollover-keeps-data"]
SOMETIMES = ["SpooledTemporaryFile.errors-reach-the-caller"]
