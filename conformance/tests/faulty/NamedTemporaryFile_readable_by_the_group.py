"""NamedTemporaryFile lets the group read the file."""

import os

from _base import python2, stand_in

stand_in(__name__)


def NamedTemporaryFile(*arguments, **keywords):
    file = python2.NamedTemporaryFile(*arguments, **keywords)
    os.fchmod(file.fileno(), 0o640)
    return file


BREAKS = ["NamedTemporaryFile.owner-only"]
FOLLOWS = ["NamedTemporaryFile.leftovers-private"]
