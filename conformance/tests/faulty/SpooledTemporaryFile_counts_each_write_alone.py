"""A SpooledTemporaryFile rolls over when a single write exceeds max_size; it does not add them up."""

from _base import python2, stand_in

stand_in(__name__)


class SpooledTemporaryFile(python2.SpooledTemporaryFile):
    def __init__(self, max_size=0, *arguments, **keywords):
        super().__init__(0, *arguments, **keywords)
        self.limit = max_size

    def write(self, data):
        written = super().write(data)
        if self.limit and len(data) > self.limit:
            self.rollover()
        return written


BREAKS = ["SpooledTemporaryFile.exceeding-rolls-over"]
