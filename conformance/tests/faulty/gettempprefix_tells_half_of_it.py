"""The names of mkstemp begin with 'tmp-', and gettempprefix says 'tmp'."""

from _base import passing, python2, stand_in

stand_in(__name__)
mkstemp = passing(python2.mkstemp, lambda given: given.setdefault("prefix", "tmp-"))

BREAKS = ["gettempprefix.used"]
