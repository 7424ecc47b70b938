"""The directory of a TemporaryDirectory is read-only for its owner."""

import os

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class TemporaryDirectory(tempfile_reference.TemporaryDirectory):
    def __init__(self, *arguments, **keywords):
        super().__init__(*arguments, **keywords)
        os.chmod(self.name, 0o500)


BREAKS = ["TemporaryDirectory.owner-can-use"]
FOLLOWS = [
    "TemporaryDirectory.read-only-members",
    "TemporaryDirectory.links-not-followed",
    "TemporaryDirectory.targets-unchanged",
    "TemporaryDirectory.swapped-while-removed",
    "TemporaryDirectory.errors-raised",
    "TemporaryDirectory.ignores-cleanup-errors",
    "TemporaryDirectory.ignores-errors-on-the-way",
    "TemporaryDirectory.gone-at-exit",
]
