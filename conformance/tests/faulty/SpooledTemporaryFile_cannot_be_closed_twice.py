"""Closing a SpooledTemporaryFile that is closed is an error."""

from _base import python2, stand_in

stand_in(__name__)


class SpooledTemporaryFile(python2.SpooledTemporaryFile):
    def close(self):
        if self.closed:
            raise ValueError("the file is closed")
        super().close()


BREAKS = ["SpooledTemporaryFile.gone-on-close"]
