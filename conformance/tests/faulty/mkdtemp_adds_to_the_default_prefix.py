"""Without a prefix, the name that mkdtemp makes begins with the default prefix and a hyphen."""

from _base import passing, python2, stand_in

stand_in(__name__)
mkdtemp = passing(python2.mkdtemp, lambda given: given.setdefault("prefix", "tmp-"))

BREAKS = ["mkdtemp.defaults"]
