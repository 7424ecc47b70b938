"""mkstemp looks whether the name is free, and opens it afterwards."""

import os

from _base import python2, stand_in

stand_in(__name__)


def mkstemp(suffix="", prefix=None, dir=None, text=False):
    path = python2.mktemp(suffix, prefix, dir)
    return os.open(path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600), path


BREAKS = ["mkstemp.exclusive"]
FOLLOWS = ["mkstemp.exclusive-against-others"]
