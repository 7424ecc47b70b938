"""A file that has a name for a moment has neither the prefix nor the suffix that were asked for."""

import tempfile_reference
from _base import passing, stand_in

stand_in(__name__, tempfile_reference)


def forget(given):
    for name in ("prefix", "suffix"):
        if isinstance(given.get(name), str):
            given[name] = None


TemporaryFile = passing(tempfile_reference.TemporaryFile, forget)

BREAKS = ["TemporaryFile.name-arguments"]
SOMETIMES = ["TemporaryFile.types-not-mixed", "TemporaryFile.audit-event"]
