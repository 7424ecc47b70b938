"""mkstemp opens the file for writing only, where its owner may write it."""

import contextlib
import os

from _base import python2, stand_in

stand_in(__name__)


def mkstemp(*arguments, **keywords):
    descriptor, path = python2.mkstemp(*arguments, **keywords)
    with contextlib.suppress(PermissionError):
        for_writing = os.open(path, os.O_WRONLY)
        os.dup2(for_writing, descriptor, inheritable=False)
        os.close(for_writing)
    return descriptor, path


BREAKS = ["mkstemp.descriptor-open"]
FOLLOWS = ["mkstemp.text", "mkstemp.no-leak-on-fault"]
