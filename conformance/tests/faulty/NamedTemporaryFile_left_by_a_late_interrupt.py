"""Where an opener makes the file, only an error removes it again, not an interrupt."""

import contextlib
import os

from _base import python2, stand_in

stand_in(__name__)


def NamedTemporaryFile(mode="w+b", bufsize=-1, suffix="", prefix=None, dir=None, delete=True):
    paths = []

    def opener(_directory, _flags):
        descriptor, path = python2.mkstemp(suffix, prefix, dir)
        paths.append(path)
        return descriptor

    try:
        with open(dir or python2.gettempdir(), "w+b", opener=opener):
            pass
    except Exception:
        for path in paths:
            with contextlib.suppress(OSError):
                os.unlink(path)
        raise
    os.unlink(paths[0])
    return python2.NamedTemporaryFile(mode, bufsize, suffix, prefix, dir, delete)


BREAKS = ["NamedTemporaryFile.no-leak-when-wrapping-fails"]
