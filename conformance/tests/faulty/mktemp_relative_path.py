"""Where a relative directory was given, mktemp returns a relative path."""

import os

from _base import python2, stand_in

stand_in(__name__)


def mktemp(suffix="", prefix=None, dir=None):
    path = python2.mktemp(suffix, prefix, dir)
    return path if dir is None else os.path.join(dir, os.path.basename(path))


BREAKS = ["mktemp.absolute-path"]
