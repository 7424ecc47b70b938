"""The random part of a name may contain underscores, as today's documentation has it."""

from _base import change, stand_in
from tempfile_reference import _names

stand_in(__name__)
change(_names.PYTHON2, alphabet=_names.PYTHON2_ALPHABET + "_")

BREAKS = ["mktemp.letters-and-digits"]
