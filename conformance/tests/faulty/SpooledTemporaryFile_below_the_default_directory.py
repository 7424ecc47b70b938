"""A relative directory is one below the default directory once a SpooledTemporaryFile rolls over."""

import os

from _base import python2, stand_in

stand_in(__name__)


class SpooledTemporaryFile(python2.SpooledTemporaryFile):
    def rollover(self):
        *rest, directory = self._arguments
        if directory is not None and not os.path.isabs(directory):
            directory = os.path.join(python2.gettempdir(), directory)
            os.makedirs(directory, exist_ok=True)
            self._arguments = (*rest, directory)
        super().rollover()


BREAKS = ["SpooledTemporaryFile.rolls-over-where-asked"]
