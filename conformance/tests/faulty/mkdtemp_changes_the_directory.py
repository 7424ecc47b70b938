"""mkdtemp goes to the directory and back to create its own there, which is not a thread's own affair."""

import os
import time

from _base import python2, stand_in

stand_in(__name__)
homes = []


def mkdtemp(suffix="", prefix=None, dir=None):
    home = homes[0] if homes else os.getcwd()
    homes.append(home)
    os.chdir(python2.gettempdir() if dir is None else dir)
    try:
        here = os.getcwd()
        time.sleep(0.001)
        path = python2.mkdtemp(suffix, prefix, ".")
    finally:
        os.chdir(home)
        homes.remove(home)
        time.sleep(0.001)
    return os.path.join(here, os.path.basename(path))


BREAKS = ["mkdtemp.concurrent"]
