"""A TemporaryDirectory that cannot be written to is opened to everybody, so that it can be removed."""

import os

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class TemporaryDirectory(tempfile_reference.TemporaryDirectory):
    def cleanup(self):
        if os.path.isdir(self.name) and not os.path.islink(self.name) and not os.access(self.name, os.W_OK):
            os.chmod(self.name, 0o777)
        super().cleanup()


BREAKS = ["TemporaryDirectory.leftovers-private"]
