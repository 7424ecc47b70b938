"""Without a suffix, NamedTemporaryFile ends the name with one of its own."""

from _base import passing, python2, stand_in

stand_in(__name__)
NamedTemporaryFile = passing(python2.NamedTemporaryFile, lambda given: given.setdefault("suffix", ".tmp"))

BREAKS = ["NamedTemporaryFile.no-suffix"]
