"""There is no mkdtemp."""

from _base import stand_in

stand_in(__name__, lacking=["mkdtemp"])

BREAKS = ["mkdtemp.provided"]
