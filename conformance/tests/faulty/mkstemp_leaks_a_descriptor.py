"""mkstemp leaves a second descriptor of its file open."""

import os

from _base import python2, stand_in

stand_in(__name__)


def mkstemp(*arguments, **keywords):
    descriptor, path = python2.mkstemp(*arguments, **keywords)
    os.dup(descriptor)
    return descriptor, path


BREAKS = ["mkstemp.descriptor-open"]
FOLLOWS = ["mkstemp.no-leak-on-fault"]
