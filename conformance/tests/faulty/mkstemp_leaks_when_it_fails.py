"""mkstemp holds a directory open while it works, and does not let it go when it fails."""

import os

from _base import python2, stand_in

stand_in(__name__)


def mkstemp(*arguments, **keywords):
    descriptor = os.open(python2.gettempdir(), os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    result = python2.mkstemp(*arguments, **keywords)
    os.close(descriptor)
    return result


BREAKS = ["mkstemp.no-leak-on-error"]
FOLLOWS = ["mkstemp.bounded-attempts", "mkstemp.no-leak-on-fault"]
