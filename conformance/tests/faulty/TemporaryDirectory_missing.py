"""There is no TemporaryDirectory."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference, lacking=["TemporaryDirectory"])

BREAKS = ["TemporaryDirectory.provided"]
