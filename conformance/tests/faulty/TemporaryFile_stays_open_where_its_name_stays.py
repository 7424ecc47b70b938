"""Where its name cannot be removed, a TemporaryFile is left open."""

import os

from _base import change, stand_in
from tempfile_reference import _create, _posix

stand_in(__name__)


def unnamed(place, attempts):
    descriptor, path = _create.file(place, attempts)
    os.unlink(path)
    return descriptor


change(_create, unnamed=unnamed)
change(_posix, create_nameless=lambda directory: None)

BREAKS = ["TemporaryFile.no-leak-on-fault", "SpooledTemporaryFile.no-leak-on-fault"]
