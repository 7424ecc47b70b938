"""A rollover that has failed is not tried again."""

from _base import python2, stand_in

stand_in(__name__)


class SpooledTemporaryFile(python2.SpooledTemporaryFile):
    failure = None

    def rollover(self):
        if self.failure is not None:
            raise self.failure
        try:
            super().rollover()
        except OSError as error:
            self.failure = error
            raise


BREAKS = ["SpooledTemporaryFile.rollover-again"]
