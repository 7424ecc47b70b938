"""TemporaryDirectory searches for the default directory, but keeps what it finds to itself."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class TemporaryDirectory(tempfile_reference.TemporaryDirectory):
    def __init__(self, *arguments, **keywords):
        before = tempfile_reference.tempdir
        try:
            super().__init__(*arguments, **keywords)
        finally:
            tempfile_reference.tempdir = before


BREAKS = ["TemporaryDirectory.sets-tempdir"]
