"""TemporaryFile gives a file whose name could not be deleted, as if nothing had happened."""

import contextlib
import os

from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__)


def unlink_in(handle, entry):
    with contextlib.suppress(OSError):
        os.unlink(entry, dir_fd=handle)


change(_posix, unlink_in=unlink_in)

BREAKS = ["TemporaryFile.no-leak-on-fault"]
FOLLOWS = ["SpooledTemporaryFile.no-leak-on-fault"]
