"""Where the directory has become something else, the working directory takes its place."""

import os

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _create

stand_in(__name__, tempfile_reference)


def somewhere(function):
    def create(place, *arguments):
        directory, head, *rest = place
        if os.path.lexists(directory) and not os.path.isdir(directory):
            here = os.getcwdb() if isinstance(directory, bytes) else os.getcwd()
            place = (here, os.path.join(here, os.path.basename(head)), *rest)
        return function(place, *arguments)

    return create


change(_create, **{name: somewhere(getattr(_create, name)) for name in ("file", "directory", "nameless")})

BREAKS = [
    "mkstemp.never-elsewhere",
    "mkdtemp.never-elsewhere",
    "NamedTemporaryFile.never-elsewhere",
    "TemporaryFile.never-elsewhere",
    "SpooledTemporaryFile.never-elsewhere",
    "TemporaryDirectory.never-elsewhere",
]
