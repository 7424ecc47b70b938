"""A SpooledTemporaryFile that cannot roll over leaves a descriptor open."""

import os

from _base import python2, stand_in

stand_in(__name__)


class SpooledTemporaryFile(python2.SpooledTemporaryFile):
    def rollover(self):
        descriptor = os.open(python2.gettempdir(), os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        super().rollover()
        os.close(descriptor)


BREAKS = ["SpooledTemporaryFile.no-leak-on-error"]
FOLLOWS = ["SpooledTemporaryFile.bounded-attempts", "SpooledTemporaryFile.no-leak-on-fault"]
