"""Files are named after the process that creates them, as in the old days."""

import os

from _base import change, stand_in
from tempfile_reference import _create

stand_in(__name__)
original = _create.file


def file(place, attempts, text=False):
    *where, name = place
    return original((*where, lambda: f"{name()[:3]}{os.getpid()}{name()[3:]}"), attempts, text)


change(_create, file=file)

BREAKS = ["names.no-process-id"]
FOLLOWS = ["names.six-random-characters"]
