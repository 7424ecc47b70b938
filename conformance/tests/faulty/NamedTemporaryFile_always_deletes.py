"""NamedTemporaryFile takes no notice of delete=False."""

from _base import passing, python2, stand_in

stand_in(__name__)
NamedTemporaryFile = passing(python2.NamedTemporaryFile, lambda given: given.update(delete=True))

BREAKS = ["NamedTemporaryFile.delete-false"]
SOMETIMES = ["NamedTemporaryFile.parameters"]
