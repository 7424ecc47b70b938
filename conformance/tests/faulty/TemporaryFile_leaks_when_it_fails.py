"""Where the mode turns out to be wrong, TemporaryFile leaves the file open that it has created."""

import os

from _base import python2, stand_in

stand_in(__name__)


def TemporaryFile(mode="w+b", bufsize=-1, suffix="", prefix=None, dir=None):
    with python2.TemporaryFile("w+b", -1, suffix, prefix, dir) as file:
        descriptor = os.dup(file.fileno())
    return os.fdopen(descriptor, mode, bufsize)


BREAKS = ["TemporaryFile.no-leak-on-error"]
FOLLOWS = ["TemporaryFile.no-leak-when-wrapping-fails"]
