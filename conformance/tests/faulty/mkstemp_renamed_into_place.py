"""mkstemp creates its file under a hidden name and renames it to the one that it returns, whatever stands there."""

import os

from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__)
original = _posix.create_file


def create_file(path, text=False):
    where, name = os.path.split(path)
    hidden = os.path.join(where, (b"." if isinstance(name, bytes) else ".") + name)
    descriptor = original(hidden, text)
    try:
        os.rename(hidden, path)
    except OSError:
        os.close(descriptor)
        os.unlink(hidden)
        raise
    return descriptor


change(_posix, create_file=create_file)

BREAKS = ["mkstemp.exclusive", "NamedTemporaryFile.exclusive"]
FOLLOWS = [
    "mkstemp.exclusive-against-others",
    "NamedTemporaryFile.exclusive-against-others",
]
