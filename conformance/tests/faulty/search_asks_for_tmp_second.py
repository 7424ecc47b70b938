"""TMP is asked before TEMP."""

from _base import change, stand_in
from tempfile_reference import _directory

stand_in(__name__)
change(_directory, VARIABLES=("TMPDIR", "TMP", "TEMP"))

BREAKS = ["search.temp-second"]
SOMETIMES = ["gettempdir.searches"]
