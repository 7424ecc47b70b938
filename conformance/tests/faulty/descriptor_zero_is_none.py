"""Descriptor 0, which a program without an input gets, is taken for a creation that failed."""

import errno
import os

from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__)
original = _posix.create_file


def create_file(path, text=False):
    descriptor = original(path, text)
    if not descriptor:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF))
    return descriptor


change(_posix, create_file=create_file)

BREAKS = ["mkstemp.descriptor-open", "NamedTemporaryFile.update-mode-default"]
