"""NamedTemporaryFile deletes the file with delete=False, unless close is what ends it."""

import os

from _base import Around, python2, stand_in

stand_in(__name__)


class File(Around):
    def __del__(self):
        if not self.closed:
            os.unlink(self.name)


def NamedTemporaryFile(mode="w+b", bufsize=-1, suffix="", prefix=None, dir=None, delete=True):
    file = python2.NamedTemporaryFile(mode, bufsize, suffix, prefix, dir, delete)
    return file if delete else File(file)


BREAKS = ["NamedTemporaryFile.delete-false"]
