"""There is no mktemp."""

from _base import stand_in

stand_in(__name__, lacking=["mktemp"])

BREAKS = ["mktemp.provided"]
