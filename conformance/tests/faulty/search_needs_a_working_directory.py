"""The search asks for the working directory first of all, and fails where there is none."""

import os

from _base import change, stand_in
from tempfile_reference import _directory

stand_in(__name__)
original = _directory.candidates


def candidates():
    last = os.getcwd()
    return iter([*original(), last])


change(_directory, candidates=candidates)

BREAKS = ["search.tmpdir-first", "search.temp-second", "search.tmp-third"]
