"""Nothing is wrong with this one: the reference for today's documentation, reached as the faulty ones reach it."""

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)
