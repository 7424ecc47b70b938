"""The search ends with the directories of the platform; the working directory is never tried."""

from _base import change, stand_in
from tempfile_reference import _directory

stand_in(__name__)
original = _directory.candidates
change(_directory, candidates=lambda: iter(list(original())[:-1]))

BREAKS = ["search.current-directory-last"]
