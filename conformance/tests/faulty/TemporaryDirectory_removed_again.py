"""What stands at the name when the object is collected or the program ends is removed, although it was cleaned up."""

import atexit
import shutil
import weakref

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class TemporaryDirectory(tempfile_reference.TemporaryDirectory):
    def __init__(self, *arguments, delete=True, **keywords):
        super().__init__(*arguments, delete=delete, **keywords)
        if delete:
            weakref.finalize(self, shutil.rmtree, self.name, ignore_errors=True)


atexit.register(lambda: None)

BREAKS = ["TemporaryDirectory.removes-once"]
SOMETIMES = ["TemporaryDirectory.swapped-while-removed"]
