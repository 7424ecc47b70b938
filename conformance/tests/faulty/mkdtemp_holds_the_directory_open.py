"""mkdtemp leaves a descriptor of the directory open."""

import os

from _base import python2, stand_in

stand_in(__name__)


def mkdtemp(*arguments, **keywords):
    path = python2.mkdtemp(*arguments, **keywords)
    os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    return path


BREAKS = ["mkdtemp.returns-path"]
