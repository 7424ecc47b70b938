"""NamedTemporaryFile has no buffer, whatever its size is said to be."""

from _base import passing, python2, stand_in

stand_in(__name__)


def no_buffer(given):
    if "b" in given.get("mode", "w+b"):
        given["bufsize"] = 0


NamedTemporaryFile = passing(python2.NamedTemporaryFile, no_buffer)

BREAKS = ["NamedTemporaryFile.bufsize"]
