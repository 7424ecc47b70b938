"""NamedTemporaryFile deletes its file in the default directory, and leaves it in one that was given."""

import os

from _base import change, python2, stand_in
from tempfile_reference import _posix

stand_in(__name__)
kept = set()


def NamedTemporaryFile(mode="w+b", bufsize=-1, suffix="", prefix=None, dir=None, delete=True):
    file = python2.NamedTemporaryFile(mode, bufsize, suffix, prefix, dir, delete)
    if dir is not None:
        kept.add(file.name)
    return file


change(_posix, unlink=lambda path: None if path in kept else os.unlink(path))

BREAKS = ["NamedTemporaryFile.gone-on-close"]
SOMETIMES = ["NamedTemporaryFile.parameters"]
FOLLOWS = [
    "NamedTemporaryFile.no-leak-on-fault",
    "NamedTemporaryFile.no-leak-when-wrapping-fails",
    "NamedTemporaryFile.undeleted-is-an-error",
]
