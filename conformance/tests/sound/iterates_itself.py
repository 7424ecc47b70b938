"""A file with a name is its own iterator."""

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _named

stand_in(__name__, tempfile_reference)
change(_named.TemporaryFileWrapper, __iter__=lambda wrapper: wrapper)
