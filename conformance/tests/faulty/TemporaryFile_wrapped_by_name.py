"""Where the system has no files without a name, a TemporaryFile is something around a file."""

import tempfile_reference
from _base import Around, change, stand_in
from tempfile_reference import _posix

stand_in(__name__, tempfile_reference)
create, last = _posix.create_nameless, []


def create_nameless(directory):
    last[:] = [create(directory)]
    return last[0]


def TemporaryFile(*arguments, **keywords):
    file = tempfile_reference.TemporaryFile(*arguments, **keywords)
    return Around(file) if last == [None] else file


change(_posix, create_nameless=create_nameless)

BREAKS = ["TemporaryFile.true-file"]
