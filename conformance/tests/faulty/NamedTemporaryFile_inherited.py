"""Programs that are started find the file of NamedTemporaryFile open."""

import os

from _base import python2, stand_in

stand_in(__name__)


def NamedTemporaryFile(*arguments, **keywords):
    file = python2.NamedTemporaryFile(*arguments, **keywords)
    os.set_inheritable(file.fileno(), True)
    return file


BREAKS = ["NamedTemporaryFile.not-inherited"]
