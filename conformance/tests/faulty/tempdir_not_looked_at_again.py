"""The functions keep the directory that they have found to themselves, and do not look at tempdir again."""

from _base import passing, python2, stand_in

stand_in(__name__)
found = []


def gettempdir():
    found.append(python2.gettempdir())
    return found[-1]


def first_found(given):
    if given.get("dir") is None:
        if not found:
            by_hand, python2.tempdir = python2.tempdir, None
            found.append(python2.gettempdir())
            python2.tempdir = python2.tempdir if by_hand is None else by_hand
        given["dir"] = found[0]


mkstemp = passing(python2.mkstemp, first_found)
mkdtemp = passing(python2.mkdtemp, first_found)
mktemp = passing(python2.mktemp, first_found)
TemporaryFile = passing(python2.TemporaryFile, first_found)
NamedTemporaryFile = passing(python2.NamedTemporaryFile, first_found)

BREAKS = ["tempdir.default-dir"]
FOLLOWS = ["TemporaryFile.default-dir"]
