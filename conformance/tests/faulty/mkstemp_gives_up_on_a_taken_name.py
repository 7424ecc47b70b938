"""mkstemp does not try another name where the first one is taken."""

from _base import change, python2, stand_in

stand_in(__name__)
change(python2, TMP_MAX=1)

BREAKS = ["mkstemp.exclusive", "mkdtemp.exclusive", "mktemp.did-not-exist", "NamedTemporaryFile.exclusive"]
FOLLOWS = [
    "TemporaryFile.exclusive",
    "SpooledTemporaryFile.exclusive",
    "mkstemp.exclusive-against-others",
    "mkdtemp.exclusive-against-others",
    "NamedTemporaryFile.exclusive-against-others",
    "TemporaryFile.exclusive-against-others",
    "SpooledTemporaryFile.exclusive-against-others",
]
