"""Of path-like objects only those of pathlib are taken."""

import pathlib

import tempfile_reference
from _base import change, stand_in

stand_in(__name__, tempfile_reference)
original = tempfile_reference._place


def place(suffix, prefix, dir):
    if not isinstance(dir, str | bytes | pathlib.PurePath | None):
        raise TypeError(f"no directory: {dir!r}")
    return original(suffix, prefix, dir)


change(tempfile_reference, _place=place)

BREAKS = [
    "mkstemp.dir-path-like",
    "mkdtemp.dir-path-like",
    "mktemp.dir-path-like",
    "NamedTemporaryFile.dir-path-like",
    "TemporaryFile.dir-path-like",
    "SpooledTemporaryFile.dir-path-like",
    "TemporaryDirectory.dir-path-like",
]
FOLLOWS = [
    "mkstemp.dir-path-like-bytes",
    "mkdtemp.dir-path-like-bytes",
    "NamedTemporaryFile.dir-path-like-bytes",
    "TemporaryDirectory.dir-path-like-bytes",
]
