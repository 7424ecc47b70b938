"""mkdtemp takes the prefix first, then the suffix."""

from _base import python2, stand_in

stand_in(__name__)


def mkdtemp(prefix=None, suffix="", dir=None):
    return python2.mkdtemp(suffix, prefix, dir)


BREAKS = ["mkdtemp.parameters"]
