"""A SpooledTemporaryFile is no object of io, it only does what one does."""

import tempfile_reference
from _base import Around, stand_in

stand_in(__name__, tempfile_reference)


class SpooledTemporaryFile(Around):
    def __init__(self, *arguments, **keywords):
        super().__init__(tempfile_reference.SpooledTemporaryFile(*arguments, **keywords))

    def __next__(self):
        return next(self.inside)


BREAKS = ["SpooledTemporaryFile.io-base"]
