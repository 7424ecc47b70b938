"""A search that finds nothing raises an error, and leaves tempdir at the last candidate."""

import os

from _base import change, stand_in
from tempfile_reference import _directory

stand_in(__name__)
original, failed = _directory.search, []


def search():
    if failed:
        return failed[0]
    try:
        return original()
    except FileNotFoundError:
        failed.append(os.getcwd())
        raise


change(_directory, search=search)

BREAKS = ["search.skips-unwritable"]
NEEDS = ["confine"]
