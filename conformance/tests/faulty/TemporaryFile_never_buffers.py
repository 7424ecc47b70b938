"""TemporaryFile has no buffer where the size of one is given, whatever it is."""

from _base import passing, python2, stand_in

stand_in(__name__)


def no_buffer(given):
    if "b" in given.get("mode", "w+b"):
        given["bufsize"] = 0


TemporaryFile = passing(python2.TemporaryFile, no_buffer)

BREAKS = ["TemporaryFile.bufsize"]
FOLLOWS = ["TemporaryFile.close-errors-reach-the-caller"]
