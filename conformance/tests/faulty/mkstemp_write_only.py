"""mkstemp opens the file for writing only."""

import os

from _base import python2, stand_in

stand_in(__name__)


def mkstemp(*arguments, **keywords):
    descriptor, path = python2.mkstemp(*arguments, **keywords)
    os.close(descriptor)
    return os.open(path, os.O_WRONLY | os.O_CLOEXEC), path


BREAKS = ["mkstemp.descriptor-open"]
FOLLOWS = ["mkstemp.text"]
