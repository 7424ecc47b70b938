"""mktemp takes the prefix tmp for a call without one, and uses template in its place."""

from _base import passing, python2, stand_in

stand_in(__name__)


def no_prefix(given):
    if given.get("prefix") == "tmp":
        del given["prefix"]


mktemp = passing(python2.mktemp, no_prefix)

BREAKS = ["mktemp.prefix"]
