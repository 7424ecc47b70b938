"""There is no mkstemp."""

from _base import stand_in

stand_in(__name__, lacking=["mkstemp"])

BREAKS = ["mkstemp.provided"]
