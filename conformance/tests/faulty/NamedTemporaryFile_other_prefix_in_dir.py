"""Where a directory is given, the default prefix of NamedTemporaryFile is another."""

from _base import passing, python2, stand_in

stand_in(__name__)


def other_prefix(given):
    if "dir" in given:
        given.setdefault("prefix", "file")


NamedTemporaryFile = passing(python2.NamedTemporaryFile, other_prefix)

BREAKS = ["NamedTemporaryFile.default-prefix"]
