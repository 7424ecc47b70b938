"""A SpooledTemporaryFile that has rolled over can be read by everybody."""

import os

from _base import python2, stand_in

stand_in(__name__)


class SpooledTemporaryFile(python2.SpooledTemporaryFile):
    def rollover(self):
        super().rollover()
        os.fchmod(self._file.fileno(), 0o644)


BREAKS = ["SpooledTemporaryFile.like-temporary-file"]
FOLLOWS = ["SpooledTemporaryFile.no-leak-on-fault"]
