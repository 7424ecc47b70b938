"""With delete=False, NamedTemporaryFile still deletes a file that is collected, or left to the end, while it is open."""

import os

from _base import alter, python2, stand_in

stand_in(__name__)


def collected(self):
    if not self.closed:
        os.unlink(self.name)
        self.close()


def NamedTemporaryFile(mode="w+b", bufsize=-1, suffix="", prefix=None, dir=None, delete=True):
    file = python2.NamedTemporaryFile(mode, bufsize, suffix, prefix, dir, delete)
    return file if delete else alter(file, __del__=collected)


BREAKS = ["NamedTemporaryFile.delete-false"]
