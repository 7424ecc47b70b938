"""A text file on disk keeps its size when it is truncated."""

import io
import types

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _wrap

stand_in(__name__, tempfile_reference)


class TextIOWrapper(io.TextIOWrapper):
    __module__ = "_io"

    def truncate(self, size=None):
        self.flush()
        return self.tell() if size is None else size


change(_wrap, io=types.SimpleNamespace(**{**vars(io), "TextIOWrapper": TextIOWrapper}))

BREAKS = [
    "NamedTemporaryFile.text-storage",
    "SpooledTemporaryFile.text-storage",
    "TemporaryFile.text-storage",
]
