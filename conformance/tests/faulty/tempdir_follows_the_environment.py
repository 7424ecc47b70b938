"""gettempdir searches again when the environment or the working directory has changed."""

import os

from _base import python2, stand_in

stand_in(__name__)
searched = None


def gettempdir():
    global searched
    world = (os.environ.get("TMPDIR"), os.getcwd())
    if searched not in (None, world):
        python2.tempdir = None
    if python2.tempdir is None:
        searched = world
    return python2.gettempdir()


BREAKS = ["tempdir.remembered"]
