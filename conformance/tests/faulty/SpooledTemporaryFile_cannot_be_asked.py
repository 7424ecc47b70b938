"""Nobody can ask a SpooledTemporaryFile whether it can be read."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class SpooledTemporaryFile(tempfile_reference.SpooledTemporaryFile):
    @property
    def readable(self):
        raise AttributeError("readable")


BREAKS = ["SpooledTemporaryFile.usable-as-stream"]
FOLLOWS = ["SpooledTemporaryFile.binary-methods", "SpooledTemporaryFile.text-methods"]
