"""mkstemp shortens a prefix that is longer than some file systems allow."""

from _base import passing, python2, stand_in

stand_in(__name__)
mkstemp = passing(python2.mkstemp, lambda given: given.update(prefix=given["prefix"][:137]) if "prefix" in given else 0)

BREAKS = ["mkstemp.prefix"]
