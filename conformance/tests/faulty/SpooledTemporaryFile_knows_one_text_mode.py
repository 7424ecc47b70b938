"""A spooled file is text where its mode is w+, and binary where the same mode is spelt out."""

import tempfile_reference
from _base import passing, stand_in

stand_in(__name__, tempfile_reference)


def spell(given):
    if given.get("mode") == "w+t":
        given["mode"] = "w+b"


SpooledTemporaryFile = passing(tempfile_reference.SpooledTemporaryFile, spell)

BREAKS = ["SpooledTemporaryFile.modes"]
