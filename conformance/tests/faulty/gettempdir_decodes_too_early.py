"""Although it follows the documentation of 3.9, gettempdir never returns bytes."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)
__tempfile_edition__ = "3.9"

BREAKS = ["gettempdir.bytes-as-they-are"]
