"""Files are created with the permissions that the umask leaves."""

from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__)
change(_posix, FILE_MODE=0o666)

BREAKS = ["mkstemp.owner-only", "TemporaryFile.owner-only", "NamedTemporaryFile.owner-only"]
FOLLOWS = [
    "SpooledTemporaryFile.like-temporary-file",
    "NamedTemporaryFile.leftovers-private",
    "TemporaryFile.leftovers-private",
    "mkstemp.leftovers-private",
]
