"""mktemp takes no notice of template."""

from _base import passing, python2, stand_in

stand_in(__name__)
mktemp = passing(python2.mktemp, lambda given: given.setdefault("prefix", "tmp"))

BREAKS = ["template.sets-prefix"]
