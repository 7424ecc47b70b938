"""When a TemporaryDirectory is collected, errors are reported although they are to be ignored."""

import tempfile_reference
from _base import stand_in
from tempfile_reference import _tree

stand_in(__name__, tempfile_reference)


class TemporaryDirectory(tempfile_reference.TemporaryDirectory):
    def __del__(self):
        if _tree._pending.pop(self.name, None):
            _tree.remove(self.name, False)


BREAKS = ["TemporaryDirectory.ignores-cleanup-errors"]
