"""mkstemp takes the directory that an empty variable names for none at all, and uses the default one."""

from _base import passing, python2, stand_in

stand_in(__name__)

mkstemp = passing(python2.mkstemp, lambda given: given.update(dir=given.get("dir") or None))

BREAKS = ["mkstemp.dir"]
