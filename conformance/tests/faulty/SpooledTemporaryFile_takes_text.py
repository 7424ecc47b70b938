"""A binary SpooledTemporaryFile takes text, too, and encodes it."""

from _base import python2, stand_in

stand_in(__name__)


class SpooledTemporaryFile(python2.SpooledTemporaryFile):
    def __init__(self, max_size=0, mode="w+b", *arguments, **keywords):
        super().__init__(max_size, mode, *arguments, **keywords)
        self.binary = "b" in mode

    def write(self, data):
        return super().write(data.encode() if self.binary and isinstance(data, str) else data)


BREAKS = ["SpooledTemporaryFile.binary-default"]
