"""mkstemp reads a directory that begins with a tilde as the shell does."""

import os

from _base import passing, python2, stand_in

stand_in(__name__)


def expand(given):
    if given.get("dir"):
        given["dir"] = os.path.expanduser(given["dir"])


mkstemp = passing(python2.mkstemp, expand)

BREAKS = ["mkstemp.dir"]
