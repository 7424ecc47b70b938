"""TemporaryFile opens its file for reading and writing whatever the mode says."""

from _base import passing, python2, stand_in

stand_in(__name__)


def add_plus(given):
    mode = given.get("mode", "w+b")
    given["mode"] = mode if "+" in mode else mode.replace("b", "") + "+" + "b" * ("b" in mode)


TemporaryFile = passing(python2.TemporaryFile, add_plus)

BREAKS = ["TemporaryFile.modes"]
