"""Where a relative directory was given, the name of a NamedTemporaryFile is a relative path."""

import os

from _base import Around, python2, stand_in

stand_in(__name__)


def NamedTemporaryFile(mode="w+b", bufsize=-1, suffix="", prefix=None, dir=None, delete=True):
    file = Around(python2.NamedTemporaryFile(mode, bufsize, suffix, prefix, dir, delete))
    if dir is not None:
        file.name = os.path.join(dir, os.path.basename(file.name))
    return file


BREAKS = ["NamedTemporaryFile.name"]
