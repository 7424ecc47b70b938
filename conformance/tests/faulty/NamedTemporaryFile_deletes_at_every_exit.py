"""Every end of a with statement deletes what stands at the name, where delete_on_close is false."""

import contextlib
import os

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _named

stand_in(__name__, tempfile_reference)
leave = _named.TemporaryFileWrapper.__exit__


def leave_again(self, *error):
    if not self._raw._at_close and self._raw._doomed is not None:
        self.again = self._raw._doomed
    leave(self, *error)
    with contextlib.suppress(OSError, AttributeError):
        os.unlink(self.again)


change(_named.TemporaryFileWrapper, __exit__=leave_again)

BREAKS = ["NamedTemporaryFile.exit-deletes-once"]
