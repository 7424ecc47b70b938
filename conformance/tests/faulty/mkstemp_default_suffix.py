"""Without a suffix, mkstemp ends the name with one of its own."""

from _base import passing, python2, stand_in

stand_in(__name__)
mkstemp = passing(python2.mkstemp, lambda given: given.setdefault("suffix", ".tmp"))

BREAKS = ["mkstemp.no-suffix"]
