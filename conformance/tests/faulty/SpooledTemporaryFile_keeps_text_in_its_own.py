"""A SpooledTemporaryFile keeps text in an object of its own."""

import tempfile_reference
from _base import Around, stand_in

stand_in(__name__, tempfile_reference)


class StringIO(Around):
    def __next__(self):
        return next(self.inside)


class SpooledTemporaryFile(tempfile_reference.SpooledTemporaryFile):
    def __init__(self, *arguments, **keywords):
        super().__init__(*arguments, **keywords)
        if "b" not in self._mode:
            self._file = StringIO(self._file)


BREAKS = ["SpooledTemporaryFile.memory-kind"]
