"""A with statement that ends by an exception leaves the directory to be looked at."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class TemporaryDirectory(tempfile_reference.TemporaryDirectory):
    def __exit__(self, kind, error, trace):
        if kind is None:
            super().__exit__(kind, error, trace)


BREAKS = ["TemporaryDirectory.gone-on-exit"]
