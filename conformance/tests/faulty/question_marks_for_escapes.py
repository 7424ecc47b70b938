"""With errors=backslashreplace what cannot be encoded becomes a question mark."""

import tempfile_reference
from _base import passing, stand_in

stand_in(__name__, tempfile_reference)


def adapt(given):
    if given.get("errors") == "backslashreplace":
        given["errors"] = "replace"


TemporaryFile, NamedTemporaryFile, SpooledTemporaryFile = [
    passing(function, adapt)
    for function in (
        tempfile_reference.TemporaryFile,
        tempfile_reference.NamedTemporaryFile,
        tempfile_reference.SpooledTemporaryFile,
    )
]

BREAKS = [
    "NamedTemporaryFile.errors",
    "SpooledTemporaryFile.errors",
    "TemporaryFile.errors",
]
