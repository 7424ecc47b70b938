"""SpooledTemporaryFile searches for the default directory, but keeps what it finds to itself."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class SpooledTemporaryFile(tempfile_reference.SpooledTemporaryFile):
    def _create_on_disk(self):
        before = tempfile_reference.tempdir
        try:
            return super()._create_on_disk()
        finally:
            tempfile_reference.tempdir = before


BREAKS = ["SpooledTemporaryFile.sets-tempdir"]
