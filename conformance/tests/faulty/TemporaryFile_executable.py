"""TemporaryFile lets the owner execute the file."""

import os

from _base import python2, stand_in

stand_in(__name__)


def TemporaryFile(*arguments, **keywords):
    file = python2.TemporaryFile(*arguments, **keywords)
    os.fchmod(file.fileno(), 0o700)
    return file


BREAKS = ["TemporaryFile.not-executable"]
