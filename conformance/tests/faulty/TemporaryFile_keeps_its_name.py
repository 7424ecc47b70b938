"""TemporaryFile removes the name when the file is closed, and not before."""

import contextlib
import os

from _base import alter, opened, python2, stand_in

stand_in(__name__)


def close(self):
    super(type(self), self).close()
    with contextlib.suppress(FileNotFoundError):
        os.unlink(self.path)


def TemporaryFile(mode="w+b", bufsize=-1, suffix="", prefix=None, dir=None):
    descriptor, path = python2.mkstemp(suffix, prefix, dir)
    try:
        return alter(opened(descriptor, mode, bufsize), path=path, close=close)
    except BaseException:
        os.unlink(path)
        raise


BREAKS = ["TemporaryFile.no-name"]
FOLLOWS = ["TemporaryFile.gone-at-any-end", "TemporaryFile.gone-when-close-fails"]
