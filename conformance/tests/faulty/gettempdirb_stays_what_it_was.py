"""gettempdirb returns for ever what it returned first."""

import functools

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)
gettempdirb = functools.cache(tempfile_reference.gettempdirb)

BREAKS = ["gettempdirb.same"]
