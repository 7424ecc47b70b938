"""The directory of an object that is still there when the program ends stays."""

import tempfile_reference
from _base import stand_in
from tempfile_reference import _tree

stand_in(__name__, tempfile_reference)
_at_exit = _tree._at_exit


class TemporaryDirectory(tempfile_reference.TemporaryDirectory):
    def __del__(self):
        # What is collected by the end of the program is not removed any more.
        import sys

        if not sys.is_finalizing():
            super().__del__()


import atexit  # noqa: E402

atexit.unregister(_at_exit)

BREAKS = ["TemporaryDirectory.gone-at-exit"]
