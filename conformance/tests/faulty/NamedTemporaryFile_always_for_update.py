"""NamedTemporaryFile opens its file for reading and writing whatever the mode says."""

from _base import passing, python2, stand_in

stand_in(__name__)


def add_plus(given):
    mode = given.get("mode", "w+b")
    given["mode"] = mode if "+" in mode else mode.replace("b", "") + "+" + "b" * ("b" in mode)


NamedTemporaryFile = passing(python2.NamedTemporaryFile, add_plus)

BREAKS = ["NamedTemporaryFile.modes"]
