"""Without a suffix, mkdtemp ends the name with one of its own."""

from _base import passing, python2, stand_in

stand_in(__name__)
mkdtemp = passing(python2.mkdtemp, lambda given: given.setdefault("suffix", ".d"))

BREAKS = ["mkdtemp.defaults"]
