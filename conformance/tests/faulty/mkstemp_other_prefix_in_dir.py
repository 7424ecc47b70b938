"""Where a directory is given, the default prefix of mkstemp is another."""

from _base import passing, python2, stand_in

stand_in(__name__)


def other_prefix(given):
    if "dir" in given:
        given.setdefault("prefix", "file")


mkstemp = passing(python2.mkstemp, other_prefix)

BREAKS = ["mkstemp.default-prefix"]
