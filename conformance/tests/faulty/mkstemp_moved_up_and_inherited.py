"""mkstemp leaves the numbers of the standard streams alone; what it moves to another one, programs find open."""

import fcntl
import os

from _base import python2, stand_in

stand_in(__name__)


def mkstemp(*arguments, **keywords):
    descriptor, path = python2.mkstemp(*arguments, **keywords)
    if descriptor > 2:
        return descriptor, path
    moved = fcntl.fcntl(descriptor, fcntl.F_DUPFD, 3)
    os.close(descriptor)
    return moved, path


BREAKS = ["mkstemp.not-inherited"]
