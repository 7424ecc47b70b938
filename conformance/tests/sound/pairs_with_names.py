"""mkstemp returns a tuple whose items have names too, and paths are strings of a class of their own."""

from typing import NamedTuple

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class Path(str):
    __slots__ = ()


class RawPath(bytes):
    __slots__ = ()


class Handle(NamedTuple):
    descriptor: int
    path: str | bytes


def own(path):
    return RawPath(path) if isinstance(path, bytes) else Path(path)


def mkstemp(suffix=None, prefix=None, dir=None, text=False):
    descriptor, path = tempfile_reference.mkstemp(suffix, prefix, dir, text)
    return Handle(descriptor, own(path))


def mkdtemp(suffix=None, prefix=None, dir=None):
    return own(tempfile_reference.mkdtemp(suffix, prefix, dir))
