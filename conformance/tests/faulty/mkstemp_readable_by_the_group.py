"""mkstemp lets the group read the file."""

import os

from _base import python2, stand_in

stand_in(__name__)


def mkstemp(*arguments, **keywords):
    descriptor, path = python2.mkstemp(*arguments, **keywords)
    os.fchmod(descriptor, 0o640)
    return descriptor, path


BREAKS = ["mkstemp.owner-only"]
FOLLOWS = ["mkstemp.leftovers-private", "mkstemp.no-leak-on-fault"]
