"""What another user has put at a name is taken for rubbish and cleared away."""

import errno
import os

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__, tempfile_reference)


def is_collision(error, path):
    if error.errno != errno.EEXIST:
        return False
    if os.path.lexists(path) and os.lstat(path).st_uid != os.geteuid():
        (os.rmdir if os.path.isdir(path) and not os.path.islink(path) else os.unlink)(path)
    return True


change(_posix, is_collision=is_collision)

BREAKS = [
    "mkstemp.exclusive-against-others",
    "mkdtemp.exclusive-against-others",
    "NamedTemporaryFile.exclusive-against-others",
    "TemporaryFile.exclusive-against-others",
    "SpooledTemporaryFile.exclusive-against-others",
    "TemporaryDirectory.exclusive-against-others",
]
