"""mkstemp opens what is to be text for appending."""

import fcntl
import os

from _base import python2, stand_in

stand_in(__name__)


def mkstemp(suffix="", prefix=None, dir=None, text=False):
    descriptor, path = python2.mkstemp(suffix, prefix, dir, text)
    if text:
        fcntl.fcntl(descriptor, fcntl.F_SETFL, fcntl.fcntl(descriptor, fcntl.F_GETFL) | os.O_APPEND)
    return descriptor, path


BREAKS = ["mkstemp.text"]
