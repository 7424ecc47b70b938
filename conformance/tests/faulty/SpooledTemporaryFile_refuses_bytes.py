"""SpooledTemporaryFile takes suffix, prefix and dir as str only."""

import tempfile_reference
from _base import passing, stand_in

stand_in(__name__, tempfile_reference)


def refuse_bytes(given):
    if any(isinstance(given.get(name), bytes) for name in ("suffix", "prefix", "dir")):
        raise TypeError("bytes are not supported")


SpooledTemporaryFile = passing(tempfile_reference.SpooledTemporaryFile, refuse_bytes)

BREAKS = ["SpooledTemporaryFile.bytes-arguments"]
