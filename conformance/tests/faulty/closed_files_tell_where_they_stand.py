"""The position of a closed file is 0, and no error."""

import tempfile_reference
from _base import alter, change, stand_in
from tempfile_reference import _named

stand_in(__name__, tempfile_reference)
change(_named.TemporaryFileWrapper, tell=lambda self: 0 if self.file.closed else self.file.tell())


def TemporaryFile(mode="w+b", buffering=-1, *arguments, **keywords):
    file = tempfile_reference.TemporaryFile(mode, buffering, *arguments, **keywords)
    if (mode, buffering) != ("w+b", -1):
        return file
    tell = type(file).tell
    return alter(file, tell=lambda self: 0 if self.closed else tell(self))


class SpooledTemporaryFile(tempfile_reference.SpooledTemporaryFile):
    def tell(self):
        return 0 if self.closed else super().tell()


BREAKS = [
    "NamedTemporaryFile.closed",
    "SpooledTemporaryFile.closed",
    "TemporaryFile.closed",
]
