"""TEMP is asked before TMPDIR."""

from _base import change, stand_in
from tempfile_reference import _directory

stand_in(__name__)
change(_directory, VARIABLES=("TEMP", "TMPDIR", "TMP"))

BREAKS = ["search.tmpdir-first"]
SOMETIMES = ["gettempdir.searches"]
