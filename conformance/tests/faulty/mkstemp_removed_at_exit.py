"""The files of mkstemp are removed when the interpreter ends."""

import atexit
import os

from _base import python2, stand_in

stand_in(__name__)


def mkstemp(*arguments, **keywords):
    descriptor, path = python2.mkstemp(*arguments, **keywords)
    atexit.register(os.unlink, path)
    return descriptor, path


BREAKS = ["mkstemp.kept"]
