"""A spooled file is inherited by other programs once its descriptor has been asked for."""

import os

from _base import python2, stand_in

stand_in(__name__)


class SpooledTemporaryFile(python2.SpooledTemporaryFile):
    def fileno(self):
        number = super().fileno()
        os.set_inheritable(number, True)
        return number


BREAKS = ["SpooledTemporaryFile.like-temporary-file"]
