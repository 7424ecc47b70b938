"""TemporaryDirectory keeps a descriptor of the directory open until it is removed."""

import contextlib
import os

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class TemporaryDirectory(tempfile_reference.TemporaryDirectory):
    descriptor = -1

    def __init__(self, *arguments, **keywords):
        super().__init__(*arguments, **keywords)
        self.descriptor = os.open(self.name, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)

    def release(self):
        with contextlib.suppress(OSError):
            os.close(self.descriptor)
        self.descriptor = -1

    def cleanup(self):
        self.release()
        super().cleanup()

    def __del__(self):
        self.release()
        super().__del__()


BREAKS = ["TemporaryDirectory.name"]
