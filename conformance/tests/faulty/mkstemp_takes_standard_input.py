"""mkstemp puts its file in the place of the standard input, and returns descriptor 0."""

import os

from _base import python2, stand_in

stand_in(__name__)


def mkstemp(*arguments, **keywords):
    descriptor, path = python2.mkstemp(*arguments, **keywords)
    if descriptor != 0:
        os.dup2(descriptor, 0)
        os.close(descriptor)
    return 0, path


BREAKS = ["mkstemp.returns-pair"]
FOLLOWS = ["mkstemp.not-inherited"]
