"""Where a candidate is a link to nothing, the search creates the directory that it names."""

import os

from _base import change, stand_in
from tempfile_reference import _directory

stand_in(__name__)
original = _directory.is_usable


def is_usable(directory):
    if os.path.islink(directory) and not os.path.exists(directory):
        os.makedirs(os.path.realpath(directory))
    return original(directory)


change(_directory, is_usable=is_usable)

BREAKS = ["search.skips-missing"]
