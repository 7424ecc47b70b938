"""TemporaryDirectory holds a directory open while it works, and does not let it go when it fails."""

import os

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class TemporaryDirectory(tempfile_reference.TemporaryDirectory):
    def __init__(self, *arguments, **keywords):
        descriptor = os.open(tempfile_reference.gettempdir(), os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
        super().__init__(*arguments, **keywords)
        os.close(descriptor)


BREAKS = ["TemporaryDirectory.no-leak-on-error"]
FOLLOWS = ["TemporaryDirectory.bounded-attempts"]
