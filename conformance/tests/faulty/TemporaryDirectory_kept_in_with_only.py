"""With delete=False the directory outlives the with statement, and is removed when the object is collected."""

import shutil
import weakref

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class TemporaryDirectory(tempfile_reference.TemporaryDirectory):
    def __init__(self, *arguments, delete=True, **keywords):
        super().__init__(*arguments, delete=delete, **keywords)
        if not delete:
            weakref.finalize(self, shutil.rmtree, self.name, ignore_errors=True)


BREAKS = ["TemporaryDirectory.delete-false"]
