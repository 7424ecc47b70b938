"""A directory that the user may not write is taken: the refusal is put down to chance."""

import os

from _base import change, stand_in
from tempfile_reference import _directory

stand_in(__name__)
original = _directory.is_usable


def is_usable(directory):
    refused = os.path.isdir(directory) and not os.access(directory, os.W_OK | os.X_OK)
    return refused or original(directory)


change(_directory, is_usable=is_usable)

BREAKS = ["search.skips-unwritable"]
