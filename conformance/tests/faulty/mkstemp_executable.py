"""mkstemp lets the owner execute the file."""

import os

from _base import python2, stand_in

stand_in(__name__)


def mkstemp(*arguments, **keywords):
    descriptor, path = python2.mkstemp(*arguments, **keywords)
    os.fchmod(descriptor, 0o700)
    return descriptor, path


BREAKS = ["mkstemp.not-executable"]
FOLLOWS = ["mkstemp.no-leak-on-fault"]
