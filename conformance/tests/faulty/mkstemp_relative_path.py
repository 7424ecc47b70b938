"""Where a relative directory was given, mkstemp returns a relative path."""

import os

from _base import python2, stand_in

stand_in(__name__)


def mkstemp(suffix="", prefix=None, dir=None, text=False):
    descriptor, path = python2.mkstemp(suffix, prefix, dir, text)
    return descriptor, path if dir is None else os.path.join(dir, os.path.basename(path))


BREAKS = ["mkstemp.absolute-path"]
