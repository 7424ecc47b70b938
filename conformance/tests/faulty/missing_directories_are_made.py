"""A directory that is missing is made, with all above it."""

import inspect
import os

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


def making(function):
    def call(*arguments, **keywords):
        try:
            return function(*arguments, **keywords)
        except FileNotFoundError:
            directory = inspect.signature(function).bind(*arguments, **keywords).arguments.get("dir")
            if not directory or os.path.lexists(directory):
                raise
            os.makedirs(directory)
            return function(*arguments, **keywords)

    return call


mkstemp = making(tempfile_reference.mkstemp)
mkdtemp = making(tempfile_reference.mkdtemp)
NamedTemporaryFile = making(tempfile_reference.NamedTemporaryFile)

BREAKS = [
    "NamedTemporaryFile.errors-reach-the-caller",
    "mkdtemp.errors-reach-the-caller",
    "mkstemp.errors-reach-the-caller",
]
FOLLOWS = ["NamedTemporaryFile.parameter-order"]
SOMETIMES = ["NamedTemporaryFile.never-elsewhere", "mkdtemp.never-elsewhere", "mkstemp.never-elsewhere"]
