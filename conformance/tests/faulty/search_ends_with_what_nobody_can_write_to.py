"""Where no directory can be written to, the last one that was tried is returned."""

import os

from _base import change, stand_in
from tempfile_reference import _directory

stand_in(__name__)

original = _directory.search


def search():
    """Finds what is usable, or else the working directory."""
    try:
        return original()
    except FileNotFoundError:
        return os.getcwd()


change(_directory, search=search)

BREAKS = ["search.skips-unwritable"]
NEEDS = ["confine"]
