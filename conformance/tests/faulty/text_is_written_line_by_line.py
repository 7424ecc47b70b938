"""Without a buffer size, text goes to the file line by line."""

import tempfile_reference as reference
from _base import passing, stand_in

stand_in(__name__, reference)


def by_line(given):
    if "b" not in given.get("mode", "w+b"):
        given.setdefault("buffering", 1)


TemporaryFile = passing(reference.TemporaryFile, by_line)
NamedTemporaryFile = passing(reference.NamedTemporaryFile, by_line)

BREAKS = ["TemporaryFile.buffering", "NamedTemporaryFile.buffering"]
