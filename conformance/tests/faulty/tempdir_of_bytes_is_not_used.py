"""A tempdir of bytes changes the type of paths, but not the directory that they lie in."""

import os

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _directory

stand_in(__name__, tempfile_reference)
original = tempfile_reference._place


def place(suffix, prefix, dir):
    if dir is None and isinstance(tempfile_reference.tempdir, bytes):
        found = _directory.search()
        dir = found if isinstance(suffix, str) or isinstance(prefix, str) else os.fsencode(found)
    return original(suffix, prefix, dir)


change(tempfile_reference, _place=place)

BREAKS = ["tempdir.bytes-directory"]
