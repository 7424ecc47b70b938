"""With a prefix and nothing else, mkstemp creates its file in the working directory, as a path would."""

import os

from _base import passing, python2, stand_in

stand_in(__name__)


def prefix_as_path(given):
    if list(given) == ["prefix"]:
        given["dir"] = os.getcwd()


mkstemp = passing(python2.mkstemp, prefix_as_path)

BREAKS = ["mkstemp.default-dir"]
