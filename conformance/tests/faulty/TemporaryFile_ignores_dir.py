"""Where a directory is given, TemporaryFile creates its file in the one that TMPDIR names."""

import os

from _base import passing, python2, stand_in

stand_in(__name__)


def ignore(given):
    if given.get("dir") is not None:
        given["dir"] = os.environ.get("TMPDIR")


TemporaryFile = passing(python2.TemporaryFile, ignore)

BREAKS = ["TemporaryFile.dir"]
FOLLOWS = ["TemporaryFile.never-elsewhere"]
