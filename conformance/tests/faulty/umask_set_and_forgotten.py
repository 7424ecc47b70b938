"""A call that fails leaves a stricter umask behind."""

import os

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


def strictly(function):
    def strict(*arguments, **keywords):
        try:
            return function(*arguments, **keywords)
        except OSError:
            os.umask(0o077)
            raise

    return strict


mkstemp = strictly(tempfile_reference.mkstemp)
mkdtemp = strictly(tempfile_reference.mkdtemp)
NamedTemporaryFile = strictly(tempfile_reference.NamedTemporaryFile)
TemporaryFile = strictly(tempfile_reference.TemporaryFile)


class SpooledTemporaryFile(tempfile_reference.SpooledTemporaryFile):
    rollover = strictly(tempfile_reference.SpooledTemporaryFile.rollover)


class TemporaryDirectory(tempfile_reference.TemporaryDirectory):
    __init__ = strictly(tempfile_reference.TemporaryDirectory.__init__)


BREAKS = [
    "NamedTemporaryFile.program-undisturbed",
    "SpooledTemporaryFile.program-undisturbed",
    "TemporaryDirectory.program-undisturbed",
    "TemporaryFile.program-undisturbed",
    "mkdtemp.program-undisturbed",
    "mkstemp.program-undisturbed",
]
