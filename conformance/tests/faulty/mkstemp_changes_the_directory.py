"""mkstemp goes to the directory and back to create its file there, which is not a thread's own affair."""

import os
import time

from _base import python2, stand_in

stand_in(__name__)
homes = []


def mkstemp(suffix="", prefix=None, dir=None, text=False):
    home = homes[0] if homes else os.getcwd()
    homes.append(home)
    os.chdir(python2.gettempdir() if dir is None else dir)
    try:
        here = os.getcwd()
        time.sleep(0.001)
        descriptor, path = python2.mkstemp(suffix, prefix, ".", text)
    finally:
        os.chdir(home)
        homes.remove(home)
        time.sleep(0.001)
    return descriptor, os.path.join(here, os.path.basename(path))


BREAKS = ["mkstemp.concurrent"]
