"""Programs that are started find the descriptor of mkstemp open."""

import os

from _base import python2, stand_in

stand_in(__name__)


def mkstemp(*arguments, **keywords):
    descriptor, path = python2.mkstemp(*arguments, **keywords)
    os.set_inheritable(descriptor, True)
    return descriptor, path


BREAKS = ["mkstemp.not-inherited"]
