"""A file comes into being without a name and is given one when it is there: by a link, which replaces nothing."""

import os

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__, tempfile_reference)
original = _posix.create_file


def create_file(path, text=False):
    where = os.path.split(path)[0]
    try:
        descriptor = os.open(where, os.O_RDWR | os.O_TMPFILE | os.O_CLOEXEC, 0o600)
    except OSError as error:
        if error.errno not in _posix.NAMELESS_REFUSALS:
            raise
        return original(path, text)
    try:
        # Python follows a link only where it has a directory to start from, which an absolute path does not need.
        os.link(f"/proc/self/fd/{descriptor}", path, src_dir_fd=descriptor, follow_symlinks=True)
    except BaseException:
        os.close(descriptor)
        raise
    return descriptor


change(_posix, create_file=create_file)
