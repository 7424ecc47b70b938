"""mkdtemp leaves a descriptor of the directory open."""

import contextlib
import os

from _base import python2, stand_in

stand_in(__name__)


def mkdtemp(*arguments, **keywords):
    path = python2.mkdtemp(*arguments, **keywords)
    with contextlib.suppress(PermissionError):
        os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    return path


BREAKS = ["mkdtemp.returns-path"]
FOLLOWS = ["mkdtemp.no-leak-on-fault"]
