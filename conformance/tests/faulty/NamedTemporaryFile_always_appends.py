"""Whatever is written to the file of NamedTemporaryFile goes to its end."""

import fcntl
import os

from _base import python2, stand_in

stand_in(__name__)


def NamedTemporaryFile(*arguments, **keywords):
    file = python2.NamedTemporaryFile(*arguments, **keywords)
    fcntl.fcntl(file, fcntl.F_SETFL, fcntl.fcntl(file, fcntl.F_GETFL) | os.O_APPEND)
    return file


BREAKS = ["NamedTemporaryFile.update-mode-default"]
SOMETIMES = ["NamedTemporaryFile.storage"]
