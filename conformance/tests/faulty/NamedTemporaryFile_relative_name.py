"""Where a relative directory was given, the name of a NamedTemporaryFile is a relative path."""

import os

from _base import alter, python2, stand_in

stand_in(__name__)


def NamedTemporaryFile(mode="w+b", bufsize=-1, suffix="", prefix=None, dir=None, delete=True):
    file = python2.NamedTemporaryFile(mode, bufsize, suffix, prefix, dir, delete)
    name = os.path.join(dir or "", os.path.basename(file.name))
    return file if dir is None else alter(file, name=name)


BREAKS = ["NamedTemporaryFile.name"]
