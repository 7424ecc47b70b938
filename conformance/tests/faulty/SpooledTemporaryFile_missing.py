"""There is no SpooledTemporaryFile."""

from _base import stand_in

stand_in(__name__, lacking=["SpooledTemporaryFile"])

BREAKS = ["SpooledTemporaryFile.provided"]
