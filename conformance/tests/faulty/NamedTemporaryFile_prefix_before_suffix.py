"""NamedTemporaryFile takes the prefix first, then the suffix."""

from _base import python2, stand_in

stand_in(__name__)


def NamedTemporaryFile(mode="w+b", bufsize=-1, prefix=None, suffix="", dir=None, delete=True):
    return python2.NamedTemporaryFile(mode, bufsize, suffix, prefix, dir, delete)


BREAKS = ["NamedTemporaryFile.parameters"]
