"""mktemp leaves a descriptor of the directory open."""

import os

from _base import python2, stand_in

stand_in(__name__)


def mktemp(*arguments, **keywords):
    path = python2.mktemp(*arguments, **keywords)
    if not held:
        held.append(os.open(os.path.dirname(path), os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC))
    return path


held = []

BREAKS = ["mktemp.creates-nothing"]
