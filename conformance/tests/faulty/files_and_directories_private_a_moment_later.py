"""Files and directories are created as the umask allows, and closed to others a moment later."""

import contextlib
import os

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__, tempfile_reference)


def create_file(path, text=False):
    descriptor = os.open(path, _posix.FILE_FLAGS, 0o666)
    with contextlib.suppress(OSError):
        os.chmod(path, 0o600)
    return descriptor


def create_file_in(handle, entry):
    descriptor = os.open(entry, _posix.FILE_FLAGS, 0o666, dir_fd=handle)
    with contextlib.suppress(OSError):
        os.fchmod(descriptor, 0o600)
    return descriptor


def create_directory(path):
    os.mkdir(path)
    with contextlib.suppress(OSError):
        os.chmod(path, 0o700)


change(_posix, create_file=create_file, create_file_in=create_file_in, create_directory=create_directory)

BREAKS = [
    "mkstemp.leftovers-private",
    "mkdtemp.leftovers-private",
    "NamedTemporaryFile.leftovers-private",
    "TemporaryFile.leftovers-private",
    "SpooledTemporaryFile.leftovers-private",
    "TemporaryDirectory.leftovers-private",
]
FOLLOWS = [
    "mkstemp.owner-only",
    "mkdtemp.owner-only",
    "NamedTemporaryFile.owner-only",
    "TemporaryDirectory.owner-only",
    "TemporaryFile.owner-only",
]
