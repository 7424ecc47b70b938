"""A file that has the number of a standard stream, as none was open, is inherited by other programs."""

import os

from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__)


def handing_on(function):
    def create(*arguments):
        descriptor = function(*arguments)
        if descriptor is not None and descriptor <= 2:
            os.set_inheritable(descriptor, True)
        return descriptor

    return create


change(_posix, **{name: handing_on(getattr(_posix, name)) for name in ("create_file", "create_nameless")})

BREAKS = ["mkstemp.not-inherited", "NamedTemporaryFile.not-inherited", "TemporaryFile.not-inherited"]
