"""Only an error while the file object is made removes the file again, not an interrupt."""

import contextlib
import os

from _base import python2, stand_in

stand_in(__name__)


def NamedTemporaryFile(mode="w+b", bufsize=-1, suffix="", prefix=None, dir=None, delete=True):
    descriptor, path = python2.mkstemp(suffix, prefix, dir)
    try:
        os.fdopen(descriptor, "w+b").close()
    except Exception:
        with contextlib.suppress(OSError):
            os.close(descriptor)
        os.unlink(path)
        raise
    os.unlink(path)
    return python2.NamedTemporaryFile(mode, bufsize, suffix, prefix, dir, delete)


BREAKS = ["NamedTemporaryFile.no-leak-when-wrapping-fails"]
SOMETIMES = ["NamedTemporaryFile.no-leak-on-fault"]
