"""mkdtemp goes to the directory and back to create its own there, which is not a thread's own affair."""

import os
import time

from _base import python2, stand_in

stand_in(__name__)


def mkdtemp(suffix="", prefix=None, dir=None):
    before = os.getcwd()
    os.chdir(python2.gettempdir() if dir is None else dir)
    try:
        here = os.getcwd()
        time.sleep(0.001)
        path = python2.mkdtemp(suffix, prefix, ".")
    finally:
        os.chdir(before)
        time.sleep(0.001)
    return os.path.join(here, os.path.basename(path))


BREAKS = ["mkdtemp.concurrent"]
