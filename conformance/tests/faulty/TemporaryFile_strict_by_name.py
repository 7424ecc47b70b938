"""Where the system has no files without a name, a TemporaryFile takes no notice of errors."""

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__, tempfile_reference)
create, last = _posix.create_nameless, []


def create_nameless(directory):
    last[:] = [create(directory)]
    return last[0]


def TemporaryFile(*arguments, errors=None, **keywords):
    file = tempfile_reference.TemporaryFile(*arguments, errors=errors, **keywords)
    if last == [None] and errors is not None:
        file.reconfigure(errors="strict")
    return file


change(_posix, create_nameless=create_nameless)

BREAKS = ["TemporaryFile.errors"]
