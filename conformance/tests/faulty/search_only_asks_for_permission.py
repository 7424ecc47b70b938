"""The search asks whether it might create a file, and does not try; so it does not see that there is no room."""

import os

from _base import change, stand_in
from tempfile_reference import _directory

stand_in(__name__)
change(
    _directory,
    is_usable=lambda directory: os.path.isdir(directory) and os.access(directory, os.W_OK | os.X_OK),
)

BREAKS = ["search.skips-full"]
