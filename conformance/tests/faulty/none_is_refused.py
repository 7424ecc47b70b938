"""None is refused for suffix and prefix, as it was before 3.5; not to give them is the only way to the defaults."""

import tempfile_reference
from _base import passing, stand_in

stand_in(__name__, tempfile_reference)


def refuse(given):
    for name in ("suffix", "prefix"):
        if name in given and given[name] is None:
            raise TypeError(f"{name} must be a string")


mkstemp = passing(tempfile_reference.mkstemp, refuse)
mkdtemp = passing(tempfile_reference.mkdtemp, refuse)
NamedTemporaryFile = passing(tempfile_reference.NamedTemporaryFile, refuse)
TemporaryFile = passing(tempfile_reference.TemporaryFile, refuse)
TemporaryDirectory = passing(tempfile_reference.TemporaryDirectory, refuse)

BREAKS = [
    "mkstemp.none-means-default",
    "mkdtemp.none-means-default",
    "NamedTemporaryFile.none-means-default",
    "TemporaryFile.none-means-default",
    "TemporaryDirectory.none-means-default",
]
