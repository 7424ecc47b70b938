"""TemporaryFile takes the directory before suffix and prefix."""

from _base import python2, stand_in

stand_in(__name__)


def TemporaryFile(mode="w+b", bufsize=-1, dir=None, suffix="", prefix=None):
    return python2.TemporaryFile(mode, bufsize, suffix, prefix, dir)


BREAKS = ["TemporaryFile.parameters"]
