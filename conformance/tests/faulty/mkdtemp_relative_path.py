"""Where a relative directory was given, mkdtemp returns a relative path."""

import os

from _base import python2, stand_in

stand_in(__name__)


def mkdtemp(suffix="", prefix=None, dir=None):
    path = python2.mkdtemp(suffix, prefix, dir)
    return path if dir is None else os.path.join(dir, os.path.basename(path))


BREAKS = ["mkdtemp.absolute-path"]
