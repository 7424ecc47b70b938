"""There is no NamedTemporaryFile."""

from _base import stand_in

stand_in(__name__, lacking=["NamedTemporaryFile"])

BREAKS = ["NamedTemporaryFile.provided"]
