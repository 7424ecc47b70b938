"""mktemp takes the prefix first, then the suffix."""

from _base import python2, stand_in

stand_in(__name__)


def mktemp(prefix=None, suffix="", dir=None):
    return python2.mktemp(suffix, prefix, dir)


BREAKS = ["mktemp.parameters"]
