"""TemporaryFile removes the name when the file is closed, and not before."""

import contextlib
import os

from _base import alter, python2, stand_in

stand_in(__name__)


def TemporaryFile(mode="w+b", bufsize=-1, suffix="", prefix=None, dir=None):
    def close(self):
        super(type(file), file).close()
        with contextlib.suppress(FileNotFoundError):
            os.unlink(path)

    descriptor, path = python2.mkstemp(suffix, prefix, dir)
    file = alter(os.fdopen(descriptor, mode, bufsize), close=close)
    return file


BREAKS = ["TemporaryFile.no-name"]
