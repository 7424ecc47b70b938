"""NamedTemporaryFile deletes its file when it is closed, and not when it is merely collected."""

import os

from _base import alter, python2, stand_in

stand_in(__name__)


def close(self):
    to_delete = not self.closed
    super(type(self), self).close()
    if to_delete:
        os.unlink(self.name)


def NamedTemporaryFile(mode="w+b", bufsize=-1, suffix="", prefix=None, dir=None, delete=True):
    file = python2.NamedTemporaryFile(mode, bufsize, suffix, prefix, dir, delete=False)
    return alter(file, close=close, __del__=lambda self: None) if delete else file


BREAKS = ["NamedTemporaryFile.gone-on-collection"]
