"""gettempdir returns a tempdir of bytes as it is, as it did before 3.10."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


def gettempdir():
    found = tempfile_reference.gettempdir()
    return tempfile_reference.tempdir if isinstance(tempfile_reference.tempdir, bytes) else found


BREAKS = ["gettempdir.always-str"]
