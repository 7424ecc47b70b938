"""A named file whose descriptor somebody has closed stays when it is closed itself."""

import contextlib
import os

from _base import change, stand_in
from tempfile_reference._named import NamedRaw

stand_in(__name__)
original = NamedRaw.close


def close(self):
    with contextlib.suppress(ValueError):  # it is closed already
        try:
            os.fstat(self.fileno())
        except OSError:
            self._doomed = None
    original(self)


change(NamedRaw, close=close)

BREAKS = ["NamedTemporaryFile.gone-when-close-fails"]
