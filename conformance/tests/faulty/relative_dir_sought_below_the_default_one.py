"""A relative directory is that of the default directory, where there is one of the same name."""

import os

from _base import passing, python2, stand_in

stand_in(__name__)


def adapt(given):
    directory = given.get("dir")
    if isinstance(directory, str) and directory[:1] not in ("/", ".", ""):
        below = os.path.join(python2.gettempdir(), directory)
        given["dir"] = below if os.path.isdir(below) else directory


mkstemp = passing(python2.mkstemp, adapt)
mkdtemp = passing(python2.mkdtemp, adapt)

BREAKS = ["mkstemp.dir", "mkdtemp.dir"]
FOLLOWS = ["mkdtemp.absolute-path"]
