"""There is no TemporaryFile."""

from _base import stand_in

stand_in(__name__, lacking=["TemporaryFile"])

BREAKS = ["TemporaryFile.provided"]
