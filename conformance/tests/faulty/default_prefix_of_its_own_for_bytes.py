"""Names of bytes have a default prefix of their own, which gettempprefixb does not tell."""

import os

import tempfile_reference
from _base import change, stand_in

stand_in(__name__, tempfile_reference)
original = tempfile_reference._place


def place(suffix, prefix, dir):
    directory = os.fspath(dir) if hasattr(dir, "__fspath__") else dir
    if prefix is None and (isinstance(suffix, bytes) or isinstance(directory, bytes)):
        prefix = b"btmp"
    return original(suffix, prefix, dir)


change(tempfile_reference, _place=place)

BREAKS = [
    "mkstemp.default-prefix-bytes",
    "mkdtemp.default-prefix-bytes",
    "NamedTemporaryFile.default-prefix-bytes",
    "TemporaryDirectory.default-prefix-bytes",
]
