"""What the object of NamedTemporaryFile hands on to its file takes no keywords."""

import tempfile_reference
from _base import stand_in
from tempfile_reference import _named

stand_in(__name__, tempfile_reference)
_named.TemporaryFileWrapper.reconfigure = lambda self, *arguments: self.file.reconfigure(*arguments)

BREAKS = ["NamedTemporaryFile.file-methods"]
