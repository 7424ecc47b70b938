"""Where no file object can be made of a descriptor, that stays open, and a named file stays where it is."""

import contextlib
import os

from _base import python2, stand_in
from tempfile_reference import _create

stand_in(__name__)


def TemporaryFile(mode="w+b", bufsize=-1, suffix="", prefix=None, dir=None):
    return os.fdopen(_create.nameless(python2._place(suffix, prefix, dir), 100), mode, bufsize)


def NamedTemporaryFile(mode="w+b", bufsize=-1, suffix="", prefix=None, dir=None, delete=True):
    file = python2.NamedTemporaryFile(mode, bufsize, suffix, prefix, dir, delete)
    descriptor, path = python2.mkstemp(suffix, prefix, dir)
    os.fdopen(descriptor, "w+b").close()
    with contextlib.suppress(OSError):
        os.unlink(path)
    return file


BREAKS = ["TemporaryFile.no-leak-when-wrapping-fails", "NamedTemporaryFile.no-leak-when-wrapping-fails"]
FOLLOWS = ["TemporaryFile.no-leak-on-error"]
