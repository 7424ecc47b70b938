"""With newline=carriage return nothing is translated."""

import tempfile_reference
from _base import passing, stand_in

stand_in(__name__, tempfile_reference)


def adapt(given):
    if given.get("newline") == "\r":
        given["newline"] = ""


TemporaryFile, NamedTemporaryFile, SpooledTemporaryFile = [
    passing(function, adapt)
    for function in (
        tempfile_reference.TemporaryFile,
        tempfile_reference.NamedTemporaryFile,
        tempfile_reference.SpooledTemporaryFile,
    )
]

BREAKS = [
    "NamedTemporaryFile.newline",
    "SpooledTemporaryFile.newline",
    "TemporaryFile.newline",
]
