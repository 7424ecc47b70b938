"""The directories of mkdtemp are removed when the interpreter ends."""

import atexit
import shutil

from _base import python2, stand_in

stand_in(__name__)


def mkdtemp(*arguments, **keywords):
    path = python2.mkdtemp(*arguments, **keywords)
    atexit.register(shutil.rmtree, path)
    return path


BREAKS = ["mkdtemp.kept"]
