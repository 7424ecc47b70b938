"""mkstemp goes to the directory and back to create its file there, which is not a thread's own affair."""

import os
import time

from _base import python2, stand_in

stand_in(__name__)


def mkstemp(suffix="", prefix=None, dir=None, text=False):
    before = os.getcwd()
    os.chdir(python2.gettempdir() if dir is None else dir)
    try:
        here = os.getcwd()
        time.sleep(0.001)
        descriptor, path = python2.mkstemp(suffix, prefix, ".", text)
    finally:
        os.chdir(before)
        time.sleep(0.001)
    return descriptor, os.path.join(here, os.path.basename(path))


BREAKS = ["mkstemp.concurrent"]
