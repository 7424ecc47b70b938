"""What NamedTemporaryFile's object once said of newlines it says for ever."""

import functools

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _named

stand_in(__name__, tempfile_reference)
remembered = functools.cached_property(lambda wrapper: wrapper.file.newlines)
remembered.__set_name__(_named.TemporaryFileWrapper, "newlines")
change(_named.TemporaryFileWrapper, newlines=remembered)

BREAKS = ["NamedTemporaryFile.live-attributes"]
