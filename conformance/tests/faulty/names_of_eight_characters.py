"""The random part of a name has eight characters, as today's documentation has it."""

from _base import change, stand_in
from tempfile_reference import _names

stand_in(__name__)
change(_names.PYTHON2, length=8)

BREAKS = ["names.six-random-characters"]
FOLLOWS = ["mktemp.letters-and-digits"]
