"""mkstemp leaves its owner no permission to write the file by its name."""

import os

from _base import python2, stand_in

stand_in(__name__)


def mkstemp(*arguments, **keywords):
    descriptor, path = python2.mkstemp(*arguments, **keywords)
    os.fchmod(descriptor, 0o400)
    return descriptor, path


BREAKS = ["mkstemp.owner-can-use"]
FOLLOWS = ["mkstemp.no-leak-on-fault"]
