"""A directory that is given as bytes is not made absolute."""

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _arguments

stand_in(__name__, tempfile_reference)
original = _arguments.absolute


def absolute(directory):
    return directory if isinstance(directory, bytes) else original(directory)


change(_arguments, absolute=absolute)

BREAKS = ["mkstemp.absolute-any-dir", "mkdtemp.absolute-any-dir"]
FOLLOWS = ["NamedTemporaryFile.gone-on-close"]
