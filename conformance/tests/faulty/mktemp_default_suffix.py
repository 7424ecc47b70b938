"""Without a suffix, mktemp ends the name with one of its own."""

from _base import passing, python2, stand_in

stand_in(__name__)
mktemp = passing(python2.mktemp, lambda given: given.setdefault("suffix", ".tmp"))

BREAKS = ["mktemp.defaults"]
