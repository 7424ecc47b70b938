"""Where tempdir is bytes, every path is bytes, whatever was given."""

import os

import tempfile_reference
from _base import change, stand_in

stand_in(__name__, tempfile_reference)
original = tempfile_reference._place


def place(suffix, prefix, dir):
    values = [suffix, prefix, dir]
    if isinstance(tempfile_reference.tempdir, bytes):
        values = [None if value is None else os.fsencode(value) for value in values]
    return original(*values)


change(tempfile_reference, _place=place)

BREAKS = ["tempdir.str-wins"]
