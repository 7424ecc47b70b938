"""gettempprefixb returns a str."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


def gettempprefixb():
    return tempfile_reference.gettempprefix()


BREAKS = ["gettempprefixb.same"]
