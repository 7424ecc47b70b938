"""Letters that mean nothing are taken out of the mode."""

import tempfile_reference
from _base import passing, stand_in

stand_in(__name__, tempfile_reference)


def adapt(given):
    if isinstance(given.get("mode"), str):
        given["mode"] = "".join(letter for letter in given["mode"] if letter in "rwaxbt+")


TemporaryFile, NamedTemporaryFile, SpooledTemporaryFile = [
    passing(function, adapt)
    for function in (
        tempfile_reference.TemporaryFile,
        tempfile_reference.NamedTemporaryFile,
        tempfile_reference.SpooledTemporaryFile,
    )
]

BREAKS = [
    "NamedTemporaryFile.refuses-like-open",
    "SpooledTemporaryFile.refuses-like-open",
    "TemporaryFile.refuses-like-open",
]
