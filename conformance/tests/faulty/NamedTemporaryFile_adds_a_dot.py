"""NamedTemporaryFile puts a dot between the name and the suffix."""

from _base import passing, python2, stand_in

stand_in(__name__)


def add_dot(given):
    suffix = given.get("suffix", "")
    given["suffix"] = suffix if suffix.startswith(".") or not suffix else f".{suffix}"


NamedTemporaryFile = passing(python2.NamedTemporaryFile, add_dot)

BREAKS = ["NamedTemporaryFile.no-dot-added"]
