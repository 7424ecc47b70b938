"""mkstemp takes the prefix first, then the suffix."""

from _base import python2, stand_in

stand_in(__name__)


def mkstemp(prefix=None, suffix="", dir=None, text=False):
    return python2.mkstemp(suffix, prefix, dir, text)


BREAKS = ["mkstemp.parameters"]
