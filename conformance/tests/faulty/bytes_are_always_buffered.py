"""A binary file is buffered even where buffering is 0."""

import tempfile_reference
from _base import passing, stand_in

stand_in(__name__, tempfile_reference)


def adapt(given):
    if "b" in given.get("mode", "w+b") and given.get("buffering") == 0:
        given["buffering"] = -1


TemporaryFile, NamedTemporaryFile, SpooledTemporaryFile = [
    passing(function, adapt)
    for function in (
        tempfile_reference.TemporaryFile,
        tempfile_reference.NamedTemporaryFile,
        tempfile_reference.SpooledTemporaryFile,
    )
]

BREAKS = [
    "NamedTemporaryFile.buffering",
    "SpooledTemporaryFile.buffering",
    "TemporaryFile.buffering",
]
