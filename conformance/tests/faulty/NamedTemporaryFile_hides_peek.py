"""The object of NamedTemporaryFile has no method peek."""

import tempfile_reference
from _base import stand_in
from tempfile_reference import _named

stand_in(__name__, tempfile_reference)
del _named.TemporaryFileWrapper.peek

BREAKS = ["NamedTemporaryFile.file-methods"]
