"""Asking for the prefix settles the directory too, as one would expect of every function."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


def gettempprefix():
    tempfile_reference.gettempdir()
    return tempfile_reference.gettempprefix()


def gettempprefixb():
    tempfile_reference.gettempdir()
    return tempfile_reference.gettempprefixb()


BREAKS = ["gettempprefix.sets-nothing", "gettempprefixb.sets-nothing"]
