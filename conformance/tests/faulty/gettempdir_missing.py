"""There is no gettempdir."""

from _base import stand_in

stand_in(__name__, lacking=["gettempdir"])

BREAKS = ["gettempdir.provided"]
