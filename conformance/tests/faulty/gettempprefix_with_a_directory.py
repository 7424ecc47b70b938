"""gettempprefix returns the beginning of a path."""

import os

from _base import python2, stand_in

stand_in(__name__)


def gettempprefix():
    return os.path.join(os.curdir, python2.gettempprefix())


BREAKS = ["gettempprefix.no-directory"]
FOLLOWS = [
    "NamedTemporaryFile.default-prefix",
    "gettempprefix.used",
    "mkstemp.default-prefix",
    "mkdtemp.defaults",
    "template.default-prefix",
]
