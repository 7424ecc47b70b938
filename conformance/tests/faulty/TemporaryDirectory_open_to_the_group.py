"""The group may look into the directory of a TemporaryDirectory."""

import os

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class TemporaryDirectory(tempfile_reference.TemporaryDirectory):
    def __init__(self, *arguments, **keywords):
        super().__init__(*arguments, **keywords)
        os.chmod(self.name, 0o750)


BREAKS = ["TemporaryDirectory.owner-only"]
FOLLOWS = ["TemporaryDirectory.leftovers-private"]
