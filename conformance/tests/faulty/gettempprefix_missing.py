"""There is no gettempprefix."""

from _base import stand_in

stand_in(__name__, lacking=["gettempprefix"])

BREAKS = ["gettempprefix.provided"]
