"""The search passes over directories in which anybody may remove what is there."""

import os

from _base import change, stand_in
from tempfile_reference import _directory

stand_in(__name__)
original = _directory.is_usable


def is_usable(directory):
    return original(directory) and os.stat(directory).st_mode & 0o1002 != 0o0002


change(_directory, is_usable=is_usable)

BREAKS = ["search.tmpdir-first", "search.temp-second", "search.tmp-third"]
