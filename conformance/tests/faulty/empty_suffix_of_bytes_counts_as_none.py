"""An empty suffix counts as none at all, so that suffix=b'' asks for nothing."""

import tempfile_reference
from _base import change, stand_in

stand_in(__name__, tempfile_reference)
original = tempfile_reference._place


def place(suffix, prefix, dir):
    return original(suffix or None, prefix, dir)


change(tempfile_reference, _place=place)

BREAKS = [
    "mkstemp.bytes-forced",
    "mkdtemp.bytes-forced",
    "NamedTemporaryFile.bytes-forced",
    "TemporaryDirectory.bytes-forced",
]
FOLLOWS = [
    "mkstemp.types-not-mixed",
    "mkdtemp.types-not-mixed",
    "NamedTemporaryFile.types-not-mixed",
    "TemporaryFile.types-not-mixed",
    "TemporaryDirectory.types-not-mixed",
]
