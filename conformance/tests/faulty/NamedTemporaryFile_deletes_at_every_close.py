"""NamedTemporaryFile deletes what stands at its name at every close."""

import contextlib
import os

from _base import alter, python2, stand_in

stand_in(__name__)


def close(self):
    super(type(self), self).close()
    with contextlib.suppress(FileNotFoundError):
        os.unlink(self.name)


def NamedTemporaryFile(mode="w+b", bufsize=-1, suffix="", prefix=None, dir=None, delete=True):
    file = python2.NamedTemporaryFile(mode, bufsize, suffix, prefix, dir, delete)
    return alter(file, close=close) if delete else file


BREAKS = ["NamedTemporaryFile.deletes-once"]
