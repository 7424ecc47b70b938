"""gettempdirb encodes the directory as strict UTF-8, so one that is no text has no bytes."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


def gettempdirb():
    return tempfile_reference.gettempdir().encode("utf-8", "replace")


BREAKS = ["gettempdirb.same"]
