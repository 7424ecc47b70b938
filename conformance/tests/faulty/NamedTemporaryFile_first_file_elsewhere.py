"""The first call of NamedTemporaryFile finds out where the default directory is, and uses it whatever was asked for."""

from _base import passing, python2, stand_in

stand_in(__name__)


def settle(given):
    if python2.tempdir is None:
        given["dir"] = python2.gettempdir()


NamedTemporaryFile = passing(python2.NamedTemporaryFile, settle)

BREAKS = ["NamedTemporaryFile.dir"]
FOLLOWS = ["NamedTemporaryFile.dir-through-links"]
