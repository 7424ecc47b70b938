"""mkdtemp keeps its result in a global variable before it returns it: two threads may get the same directory."""

import time

from _base import python2, stand_in

stand_in(__name__)


def mkdtemp(*arguments, **keywords):
    global result
    result = python2.mkdtemp(*arguments, **keywords)
    time.sleep(0.001)
    return result


BREAKS = ["mkdtemp.concurrent"]
