"""Without a prefix, the name that mkstemp makes begins with the default prefix and a hyphen."""

from _base import passing, python2, stand_in

stand_in(__name__)
mkstemp = passing(python2.mkstemp, lambda given: given.setdefault("prefix", "tmp-"))

BREAKS = ["mkstemp.default-prefix", "gettempprefix.used"]
