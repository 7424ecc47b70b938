"""The parameter newline stands before encoding."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


def TemporaryFile(mode="w+b", buffering=-1, newline=None, encoding=None, *more, **keywords):
    return tempfile_reference.TemporaryFile(mode, buffering, encoding, newline, *more, **keywords)


def NamedTemporaryFile(mode="w+b", buffering=-1, newline=None, encoding=None, *more, **keywords):
    return tempfile_reference.NamedTemporaryFile(mode, buffering, encoding, newline, *more, **keywords)


def SpooledTemporaryFile(max_size=0, mode="w+b", buffering=-1, newline=None, encoding=None, *more, **keywords):
    return tempfile_reference.SpooledTemporaryFile(max_size, mode, buffering, encoding, newline, *more, **keywords)


BREAKS = [
    "NamedTemporaryFile.parameter-order",
    "SpooledTemporaryFile.parameter-order",
    "TemporaryFile.parameter-order",
]
