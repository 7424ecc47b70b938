"""A TemporaryDirectory that is collected leaves its directory until the program ends."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class TemporaryDirectory(tempfile_reference.TemporaryDirectory):
    def __del__(self):
        pass


BREAKS = ["TemporaryDirectory.gone-on-collection"]
FOLLOWS = [
    "TemporaryDirectory.all-contents",
    "TemporaryDirectory.gone-after-chdir",
    "TemporaryDirectory.goes-on-where-something-has-gone",
]
SOMETIMES = [
    "TemporaryDirectory.read-only-members",
    "TemporaryDirectory.links-not-followed",
    "TemporaryDirectory.ignores-cleanup-errors",
]
