"""mktemp puts a dot between the name and a suffix of letters."""

from _base import passing, python2, stand_in

stand_in(__name__)


def add_dot(given):
    suffix = given.get("suffix", "")
    given["suffix"] = suffix if suffix[:1] in "-." or not suffix else f".{suffix}"


mktemp = passing(python2.mktemp, add_dot)

BREAKS = ["mktemp.suffix"]
