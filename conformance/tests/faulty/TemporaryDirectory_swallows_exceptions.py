"""An exception inside the with statement is swallowed."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class TemporaryDirectory(tempfile_reference.TemporaryDirectory):
    def __exit__(self, *error):
        super().__exit__(*error)
        return True


BREAKS = ["TemporaryDirectory.gone-on-exit"]
