"""The first call of mkdtemp finds out where the default directory is, and then uses it whatever was asked for."""

from _base import passing, python2, stand_in

stand_in(__name__)


def settle(given):
    if python2.tempdir is None:
        given["dir"] = python2.gettempdir()


mkdtemp = passing(python2.mkdtemp, settle)

BREAKS = ["mkdtemp.dir"]
FOLLOWS = ["mkdtemp.parameters", "mkdtemp.absolute-path", "mkdtemp.dir-through-links"]
SOMETIMES = ["mkdtemp.concurrent"]
