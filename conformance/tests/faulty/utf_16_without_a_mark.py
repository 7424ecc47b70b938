"""Text in UTF-16 has the byte order of networks, and no mark that says so."""

import tempfile_reference
from _base import passing, stand_in

stand_in(__name__, tempfile_reference)


def adapt(given):
    if given.get("encoding") == "utf-16":
        given["encoding"] = "utf-16-be"


TemporaryFile, NamedTemporaryFile, SpooledTemporaryFile = [
    passing(function, adapt)
    for function in (
        tempfile_reference.TemporaryFile,
        tempfile_reference.NamedTemporaryFile,
        tempfile_reference.SpooledTemporaryFile,
    )
]

BREAKS = [
    "NamedTemporaryFile.encoding",
    "SpooledTemporaryFile.encoding",
    "TemporaryFile.encoding",
]
FOLLOWS = ["SpooledTemporaryFile.rollover-keeps-text"]
