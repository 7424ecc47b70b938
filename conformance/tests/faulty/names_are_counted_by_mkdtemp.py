"""Directories are numbered from a random number on; only files have random names."""

import itertools
import os

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _create

stand_in(__name__, tempfile_reference)
original = _create.directory
numbers = itertools.count(int.from_bytes(os.urandom(4), "big") + 10**10)


def directory(place, attempts):
    *where, _name = place
    encode = os.fsencode if isinstance(place[0], bytes) else str
    return original((*where, lambda: encode(str(next(numbers)))), attempts)


change(_create, directory=directory)

BREAKS = ["names.random", "TemporaryDirectory.random-name"]
