"""Names in bytes end in ".tmp" where no suffix is given."""

import tempfile_reference
from _base import passing, stand_in

stand_in(__name__, tempfile_reference)


def adapt(given):
    if isinstance(given.get("dir"), bytes):
        given.setdefault("suffix", b".tmp")


mkstemp = passing(tempfile_reference.mkstemp, adapt)
mkdtemp = passing(tempfile_reference.mkdtemp, adapt)
NamedTemporaryFile = passing(tempfile_reference.NamedTemporaryFile, adapt)

BREAKS = ["mkstemp.no-suffix", "mkdtemp.defaults", "NamedTemporaryFile.no-suffix"]
