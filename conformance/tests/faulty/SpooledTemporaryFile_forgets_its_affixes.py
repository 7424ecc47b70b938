"""The file on disk has neither the prefix nor the suffix that were asked for by name."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class SpooledTemporaryFile(tempfile_reference.SpooledTemporaryFile):
    def __init__(self, *arguments, suffix=None, prefix=None, **keywords):
        super().__init__(*arguments, **keywords)


BREAKS = ["SpooledTemporaryFile.location"]
