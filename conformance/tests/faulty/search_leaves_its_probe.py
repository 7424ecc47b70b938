"""gettempdir leaves the file with which it has tried the working directory."""

import contextlib
from pathlib import Path

from _base import python2, stand_in

stand_in(__name__)


def gettempdir():
    if python2.tempdir is None:
        with contextlib.suppress(OSError):
            Path("probe").touch()
    return python2.gettempdir()


BREAKS = ["search.leaves-nothing"]
