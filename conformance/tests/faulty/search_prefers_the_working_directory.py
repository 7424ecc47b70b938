"""The working directory is tried before the directories of the platform."""

from _base import change, stand_in
from tempfile_reference import _directory, _posix

stand_in(__name__)
original = _posix.directories
change(_posix, directories=lambda: (_directory.current_directory(), *original()))

BREAKS = ["search.current-directory-last"]
FOLLOWS = ["search.platform-list"]
