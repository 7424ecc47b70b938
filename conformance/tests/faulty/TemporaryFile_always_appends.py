"""Whatever is written to the file of TemporaryFile goes to its end."""

import fcntl
import os

from _base import python2, stand_in

stand_in(__name__)


def TemporaryFile(*arguments, **keywords):
    file = python2.TemporaryFile(*arguments, **keywords)
    fcntl.fcntl(file, fcntl.F_SETFL, fcntl.fcntl(file, fcntl.F_GETFL) | os.O_APPEND)
    return file


BREAKS = ["TemporaryFile.update-mode-default"]
SOMETIMES = ["TemporaryFile.storage"]
