"""TemporaryFile passes prefix and suffix on only where a mode is given."""

import os

from _base import opened, python2, stand_in

stand_in(__name__)


def TemporaryFile(mode=None, bufsize=-1, suffix="", prefix=None, dir=None):
    descriptor, path = python2.mkstemp("" if mode is None else suffix, None if mode is None else prefix, dir)
    os.unlink(path)
    return opened(descriptor, mode or "w+b", bufsize)


BREAKS = ["TemporaryFile.name-arguments"]
FOLLOWS = ["TemporaryFile.no-leak-on-fault"]
