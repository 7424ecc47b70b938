"""Where one of suffix, prefix and dir is bytes, the others are made bytes too."""

import os

import tempfile_reference
from _base import change, stand_in

stand_in(__name__, tempfile_reference)
original = tempfile_reference._place


def place(suffix, prefix, dir):
    values = [os.fspath(value) if hasattr(value, "__fspath__") else value for value in (suffix, prefix, dir)]
    if any(isinstance(value, bytes) for value in values):
        values = [os.fsencode(value) if isinstance(value, str) else value for value in values]
    return original(*values)


change(tempfile_reference, _place=place)

BREAKS = [
    "mkstemp.types-not-mixed",
    "mkdtemp.types-not-mixed",
    "NamedTemporaryFile.types-not-mixed",
    "TemporaryFile.types-not-mixed",
    "TemporaryDirectory.types-not-mixed",
]
