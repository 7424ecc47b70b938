"""Programs that are started find the file of TemporaryFile open."""

import os

from _base import python2, stand_in

stand_in(__name__)


def TemporaryFile(*arguments, **keywords):
    file = python2.TemporaryFile(*arguments, **keywords)
    os.set_inheritable(file.fileno(), True)
    return file


BREAKS = ["TemporaryFile.not-inherited"]
