"""A variable TEMPDIR counts too, after those that are documented."""

import os

from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__)
original = _posix.directories
change(_posix, directories=lambda: (*filter(None, [os.environ.get("TEMPDIR")]), *original()))

BREAKS = ["search.platform-list"]
FOLLOWS = ["search.current-directory-last", "search.skips-unwritable"]
