"""mkdtemp creates the directory with the permissions that the umask leaves."""

from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__)
change(_posix, DIRECTORY_MODE=0o777)

BREAKS = ["mkdtemp.owner-only"]
FOLLOWS = ["mkdtemp.leftovers-private"]
