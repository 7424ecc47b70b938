"""A spooled file that may have 0 bytes in memory, as it may without another limit, goes to disk with the first one."""

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _spooled

stand_in(__name__, tempfile_reference)
original = _spooled.Spooled._begin


def begin(spooled, max_size, *arguments):
    original(spooled, max_size, *arguments)
    spooled._limit = max_size


change(_spooled.Spooled, _begin=begin)
