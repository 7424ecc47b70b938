"""With text, mkstemp opens the file for writing only."""

import os

from _base import python2, stand_in

stand_in(__name__)


def mkstemp(suffix="", prefix=None, dir=None, text=False):
    descriptor, path = python2.mkstemp(suffix, prefix, dir, text)
    if text:
        os.close(descriptor)
        descriptor = os.open(path, os.O_WRONLY | os.O_CLOEXEC)
    return descriptor, path


BREAKS = ["mkstemp.text"]
