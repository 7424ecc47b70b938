"""A SpooledTemporaryFile adds up all that is written, also in place of what was there."""

from _base import python2, stand_in

stand_in(__name__)


class SpooledTemporaryFile(python2.SpooledTemporaryFile):
    def __init__(self, max_size=0, *arguments, **keywords):
        super().__init__(max_size, *arguments, **keywords)
        self.limit, self.written = max_size, 0

    def write(self, data):
        written = super().write(data)
        self.written += len(data)
        if self.limit and self.written > self.limit:
            self.rollover()
        return written


BREAKS = ["SpooledTemporaryFile.in-memory"]
