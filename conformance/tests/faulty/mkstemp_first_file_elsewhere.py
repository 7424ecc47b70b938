"""The first call of mkstemp finds out where the default directory is, and then uses it whatever was asked for."""

from _base import passing, python2, stand_in

stand_in(__name__)


def settle(given):
    if python2.tempdir is None:
        given["dir"] = python2.gettempdir()


mkstemp = passing(python2.mkstemp, settle)

BREAKS = ["mkstemp.dir"]
FOLLOWS = ["mkstemp.parameters", "mkstemp.dir-through-links"]
SOMETIMES = ["mkstemp.concurrent"]
