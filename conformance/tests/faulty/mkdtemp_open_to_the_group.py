"""mkdtemp lets the group list and search the directory."""

import os

from _base import python2, stand_in

stand_in(__name__)


def mkdtemp(*arguments, **keywords):
    path = python2.mkdtemp(*arguments, **keywords)
    os.chmod(path, 0o750)
    return path


BREAKS = ["mkdtemp.owner-only"]
FOLLOWS = ["mkdtemp.leftovers-private", "mkdtemp.no-leak-on-fault"]
