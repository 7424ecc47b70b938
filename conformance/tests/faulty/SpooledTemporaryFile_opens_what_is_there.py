"""A SpooledTemporaryFile rolls over into a name that was free a moment earlier."""

import os

from _base import change, opened, python2, stand_in

stand_in(__name__)
TemporaryFile = python2.TemporaryFile


def on_disk(mode="w+b", bufsize=-1, suffix="", prefix=None, dir=None):
    path = python2.mktemp(suffix, prefix, dir)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_TRUNC | os.O_CLOEXEC, 0o600)
    os.unlink(path)
    return opened(descriptor, mode, bufsize)


change(python2, TemporaryFile=on_disk)

BREAKS = ["SpooledTemporaryFile.exclusive"]
FOLLOWS = ["SpooledTemporaryFile.exclusive-against-others", "SpooledTemporaryFile.no-leak-on-fault"]
