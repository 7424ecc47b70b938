"""A SpooledTemporaryFile never says which line ends it has read."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class SpooledTemporaryFile(tempfile_reference.SpooledTemporaryFile):
    newlines = None


BREAKS = ["SpooledTemporaryFile.text-methods"]
