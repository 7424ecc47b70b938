"""SpooledTemporaryFile rolls over into the default directory."""

from _base import passing, python2, stand_in

stand_in(__name__)
SpooledTemporaryFile = passing(python2.SpooledTemporaryFile, lambda given: given.update(dir=None))

BREAKS = ["SpooledTemporaryFile.location"]
SOMETIMES = ["SpooledTemporaryFile.no-leak-on-error"]
FOLLOWS = [
    "SpooledTemporaryFile.failed-rollover-keeps-data",
    "SpooledTemporaryFile.full-disk-is-an-error",
    "SpooledTemporaryFile.never-elsewhere",
    "SpooledTemporaryFile.rolls-over-where-asked",
]
