"""The platform's directories are tried in the wrong order."""

from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__)
change(_posix, DIRECTORIES=_posix.DIRECTORIES[::-1])

BREAKS = ["search.platform-list"]
