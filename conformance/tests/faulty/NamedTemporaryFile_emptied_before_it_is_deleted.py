"""NamedTemporaryFile empties what stands at its name before it deletes it."""

import contextlib
import os

from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__)


def unlink(path):
    with contextlib.suppress(OSError):
        os.truncate(path, 0)
    os.unlink(path)


change(_posix, unlink=unlink)

BREAKS = ["NamedTemporaryFile.name-gone"]
