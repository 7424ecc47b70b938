"""Where the name of the default directory is not ASCII, paths in it are bytes."""

import os

import tempfile_reference
from _base import change, stand_in

stand_in(__name__, tempfile_reference)
original = tempfile_reference._place


def place(suffix, prefix, dir):
    if dir is None and not (default := tempfile_reference.gettempdir()).isascii():
        encoded = [None if value is None else os.fsencode(value) for value in (suffix, prefix)]
        return original(*encoded, os.fsencode(default))
    return original(suffix, prefix, dir)


change(tempfile_reference, _place=place)

BREAKS = [
    "mkstemp.str-result",
    "mkdtemp.str-result",
    "NamedTemporaryFile.str-result",
    "TemporaryDirectory.str-result",
]
