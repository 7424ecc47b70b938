"""delete=False is forgotten at the end of the with statement."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class TemporaryDirectory(tempfile_reference.TemporaryDirectory):
    def __exit__(self, *error):
        self.cleanup()


BREAKS = ["TemporaryDirectory.delete-false"]
FOLLOWS = ["TemporaryDirectory.delete-keyword-only"]
