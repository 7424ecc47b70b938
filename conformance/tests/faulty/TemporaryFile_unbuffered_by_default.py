"""Without a buffer size, TemporaryFile has no buffer."""

from _base import python2, stand_in

stand_in(__name__)


def TemporaryFile(mode="w+b", bufsize=None, suffix="", prefix=None, dir=None):
    if bufsize is None:
        bufsize = 0 if "b" in mode else -1
    return python2.TemporaryFile(mode, bufsize, suffix, prefix, dir)


BREAKS = ["TemporaryFile.bufsize-default"]
FOLLOWS = ["TemporaryFile.close-errors-reach-the-caller"]
