"""A candidate that exists and is no directory is taken."""

import os

from _base import change, stand_in
from tempfile_reference import _directory

stand_in(__name__)
original = _directory.is_usable
change(
    _directory,
    is_usable=lambda directory: os.path.exists(directory) if not os.path.isdir(directory) else original(directory),
)

BREAKS = ["search.skips-non-directory"]
