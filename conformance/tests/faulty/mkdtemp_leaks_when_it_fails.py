"""mkdtemp holds a directory open while it works, and does not let it go when it fails."""

import os

from _base import python2, stand_in

stand_in(__name__)


def mkdtemp(*arguments, **keywords):
    descriptor = os.open(python2.gettempdir(), os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    result = python2.mkdtemp(*arguments, **keywords)
    os.close(descriptor)
    return result


BREAKS = ["mkdtemp.no-leak-on-error"]
FOLLOWS = ["mkdtemp.bounded-attempts", "mkdtemp.no-leak-on-fault"]
