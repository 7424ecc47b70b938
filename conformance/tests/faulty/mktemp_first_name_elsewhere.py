"""The first call of mktemp finds out where the default directory is, and then uses it whatever was asked for."""

from _base import passing, python2, stand_in

stand_in(__name__)


def settle(given):
    if python2.tempdir is None:
        given["dir"] = python2.gettempdir()


mktemp = passing(python2.mktemp, settle)

BREAKS = ["mktemp.dir"]
FOLLOWS = ["mktemp.parameters", "mktemp.absolute-path", "mktemp.dir-through-links"]
