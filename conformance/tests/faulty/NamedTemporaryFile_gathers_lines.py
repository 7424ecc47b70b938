"""NamedTemporaryFile takes a buffer size of one, which asks for a line at a time, for the default."""

from _base import passing, python2, stand_in

stand_in(__name__)


def no_lines(given):
    if given.get("bufsize") == 1:
        given["bufsize"] = -1


NamedTemporaryFile = passing(python2.NamedTemporaryFile, no_lines)

BREAKS = ["NamedTemporaryFile.bufsize"]
