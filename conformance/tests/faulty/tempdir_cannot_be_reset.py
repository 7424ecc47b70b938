"""gettempdir finds the directory once, and puts it back where tempdir has been set to None."""

from _base import python2, stand_in

stand_in(__name__)
found = None


def gettempdir():
    global found
    if python2.tempdir is None and found is not None:
        python2.tempdir = found
    result = python2.gettempdir()
    found = found or result
    return result


BREAKS = ["tempdir.searched-again"]
