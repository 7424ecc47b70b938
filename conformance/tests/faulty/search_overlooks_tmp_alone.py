"""gettempdir looks at the environment only where TMPDIR or TEMP is set: TMP alone does not count."""

import os

from _base import python2, stand_in

stand_in(__name__)


def gettempdir():
    if python2.tempdir is None and "TMPDIR" not in os.environ and "TEMP" not in os.environ:
        os.environ.pop("TMP", None)
    return python2.gettempdir()


BREAKS = ["search.tmp-third"]
FOLLOWS = ["gettempdir.searches"]
