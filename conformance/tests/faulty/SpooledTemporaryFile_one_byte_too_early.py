"""A SpooledTemporaryFile rolls over when it reaches max_size, not when it exceeds it."""

from _base import python2, stand_in

stand_in(__name__)


class SpooledTemporaryFile(python2.SpooledTemporaryFile):
    def __init__(self, max_size=0, *arguments, **keywords):
        super().__init__(max_size, *arguments, **keywords)
        self.limit = max_size

    def write(self, data):
        written = super().write(data)
        if self.limit and self.tell() >= self.limit:
            self.rollover()
        return written


BREAKS = ["SpooledTemporaryFile.exceeding-rolls-over"]
FOLLOWS = ["SpooledTemporaryFile.in-memory"]
