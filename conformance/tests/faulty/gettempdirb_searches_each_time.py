"""gettempdirb searches, but keeps what it finds to itself."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


def gettempdirb():
    if tempfile_reference.tempdir is not None:
        return tempfile_reference.gettempdirb()
    found = tempfile_reference.gettempdirb()
    tempfile_reference.tempdir = None
    return found


BREAKS = ["gettempdirb.sets-tempdir"]
