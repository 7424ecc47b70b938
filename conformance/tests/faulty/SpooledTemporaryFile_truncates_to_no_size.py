"""truncate takes no size, as in the old days, in an implementation of today's documentation."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class SpooledTemporaryFile(tempfile_reference.SpooledTemporaryFile):
    def truncate(self):
        return super().truncate()


BREAKS = ["SpooledTemporaryFile.truncate-with-size"]
