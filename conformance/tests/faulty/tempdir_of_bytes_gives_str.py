"""A tempdir of bytes is decoded before it is used, so it does not decide the type of anything."""

import os

import tempfile_reference
from _base import change, stand_in

stand_in(__name__, tempfile_reference)
original = tempfile_reference._place


def place(suffix, prefix, dir):
    if (suffix, prefix, dir) == (None, None, None) and isinstance(tempfile_reference.tempdir, bytes):
        dir = os.fsdecode(tempfile_reference.tempdir)
    return original(suffix, prefix, dir)


change(tempfile_reference, _place=place)

BREAKS = ["tempdir.bytes-type"]
