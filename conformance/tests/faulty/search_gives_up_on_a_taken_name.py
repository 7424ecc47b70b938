"""A directory in which the name that is tried first is taken counts as unusable."""

from _base import change, stand_in
from tempfile_reference import _directory

stand_in(__name__)
change(_directory, PROBES=1)

BREAKS = ["search.taken-names"]
