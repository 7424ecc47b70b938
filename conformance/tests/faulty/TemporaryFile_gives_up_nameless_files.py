"""Once one file system has refused a file without a name, every file has one for a moment."""

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__, tempfile_reference)
create = _posix.create_nameless


def create_nameless(directory):
    found = create(directory)
    if found is None:
        _posix.NAMELESS_FLAGS = None
    return found


change(_posix, create_nameless=create_nameless)

BREAKS = ["TemporaryFile.never-named"]
