"""The position that TemporaryFile tells is that in the file on disk, without what is still in the buffer."""

import os

from _base import alter, python2, stand_in

stand_in(__name__)


def TemporaryFile(*arguments, **keywords):
    file = python2.TemporaryFile(*arguments, **keywords)
    return alter(file, tell=lambda self: os.lseek(self.fileno(), 0, os.SEEK_CUR))


BREAKS = ["TemporaryFile.storage"]
