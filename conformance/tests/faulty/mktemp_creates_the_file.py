"""mktemp creates the file that it returns the name of."""

from pathlib import Path

from _base import python2, stand_in

stand_in(__name__)


def mktemp(*arguments, **keywords):
    path = python2.mktemp(*arguments, **keywords)
    Path(path).touch(0o600)
    return path


BREAKS = ["mktemp.creates-nothing"]
FOLLOWS = ["mktemp.did-not-exist"]
