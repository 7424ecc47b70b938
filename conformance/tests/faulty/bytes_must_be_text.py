"""Prefixes and suffixes of bytes are cleaned of whatever is no UTF-8."""

import tempfile_reference
from _base import change, stand_in

stand_in(__name__, tempfile_reference)
original = tempfile_reference._place


def clean(affix):
    return affix.decode("utf-8", "ignore").encode() if isinstance(affix, bytes) else affix


def place(suffix, prefix, dir):
    return original(clean(suffix), clean(prefix), dir)


change(tempfile_reference, _place=place)

BREAKS = [
    "mkstemp.bytes-names",
    "mkdtemp.bytes-names",
    "NamedTemporaryFile.bytes-names",
    "TemporaryDirectory.bytes-names",
]
