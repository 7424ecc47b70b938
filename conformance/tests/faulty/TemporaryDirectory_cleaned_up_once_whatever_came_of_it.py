"""A TemporaryDirectory whose cleanup failed does nothing when it is asked again."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class TemporaryDirectory(tempfile_reference.TemporaryDirectory):
    _asked = False

    def cleanup(self):
        if not self._asked:
            self._asked = True
            super().cleanup()


BREAKS = ["TemporaryDirectory.cleanup-again"]
FOLLOWS = ["TemporaryDirectory.errors-raised"]
