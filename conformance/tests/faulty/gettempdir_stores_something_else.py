"""gettempdir puts a separator behind what it has found before it stores it in tempdir."""

from _base import python2, stand_in

stand_in(__name__)


def gettempdir():
    if python2.tempdir is not None:
        return python2.tempdir
    found = python2.gettempdir()
    python2.tempdir = f"{found}/"
    return found


BREAKS = ["gettempdir.searches"]
FOLLOWS = ["tempdir.remembered", "tempdir.searched-again"]
