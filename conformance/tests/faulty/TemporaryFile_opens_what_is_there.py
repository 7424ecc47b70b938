"""TemporaryFile opens a name that was free a moment earlier, and removes it."""

import os

from _base import opened, python2, stand_in

stand_in(__name__)


def TemporaryFile(mode="w+b", bufsize=-1, suffix="", prefix=None, dir=None):
    path = python2.mktemp(suffix, prefix, dir)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    os.unlink(path)
    return opened(descriptor, mode, bufsize)


BREAKS = ["TemporaryFile.exclusive"]
FOLLOWS = ["TemporaryFile.exclusive-against-others", "TemporaryFile.no-leak-on-fault"]
