"""With delete=False an explicit cleanup() does nothing."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class TemporaryDirectory(tempfile_reference.TemporaryDirectory):
    def cleanup(self):
        if self._delete:
            super().cleanup()


BREAKS = ["TemporaryDirectory.delete-false-cleanup"]
