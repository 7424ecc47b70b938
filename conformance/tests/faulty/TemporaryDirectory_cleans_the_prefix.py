"""TemporaryDirectory puts an underscore for every odd character of the prefix."""

import re

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class TemporaryDirectory(tempfile_reference.TemporaryDirectory):
    def __init__(self, suffix=None, prefix=None, dir=None, ignore_cleanup_errors=False, *, delete=True):
        if isinstance(prefix, str):
            prefix = re.sub("[^a-zA-Z0-9é. ,+-/]", "_", prefix)
        super().__init__(suffix, prefix, dir, ignore_cleanup_errors, delete=delete)


BREAKS = ["TemporaryDirectory.prefix"]
