"""A path-like object counts as a str before anybody looks what its path is."""

import os

import tempfile_reference
from _base import change, stand_in

stand_in(__name__, tempfile_reference)
original = tempfile_reference._place


def place(suffix, prefix, dir):
    if hasattr(dir, "__fspath__"):
        dir = os.fsdecode(dir)
    return original(suffix, prefix, dir)


change(tempfile_reference, _place=place)

BREAKS = [
    "mkstemp.dir-path-like-bytes",
    "mkdtemp.dir-path-like-bytes",
    "NamedTemporaryFile.dir-path-like-bytes",
    "TemporaryDirectory.dir-path-like-bytes",
]
FOLLOWS = [
    "mkstemp.types-not-mixed",
    "mkdtemp.types-not-mixed",
    "NamedTemporaryFile.types-not-mixed",
    "TemporaryFile.types-not-mixed",
    "TemporaryDirectory.types-not-mixed",
]
