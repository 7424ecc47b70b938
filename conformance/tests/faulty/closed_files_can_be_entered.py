"""A with statement begins with a closed file as with an open one."""

import tempfile_reference
from _base import alter, change, stand_in
from tempfile_reference import _named

stand_in(__name__, tempfile_reference)
change(_named.TemporaryFileWrapper, __enter__=lambda self: self)


def TemporaryFile(mode="w+b", buffering=-1, *arguments, **keywords):
    file = tempfile_reference.TemporaryFile(mode, buffering, *arguments, **keywords)
    return alter(file, __enter__=lambda self: self) if (mode, buffering) == ("w+b", -1) else file


class SpooledTemporaryFile(tempfile_reference.SpooledTemporaryFile):
    def __enter__(self):
        return self


BREAKS = [
    "NamedTemporaryFile.with-like-a-file",
    "SpooledTemporaryFile.with-like-a-file",
    "TemporaryFile.with-like-a-file",
]
