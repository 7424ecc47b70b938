"""SpooledTemporaryFile takes the mode first, then the size."""

from _base import python2, stand_in

stand_in(__name__)


def SpooledTemporaryFile(mode="w+b", max_size=0, bufsize=-1, suffix="", prefix=None, dir=None):
    return python2.SpooledTemporaryFile(max_size, mode, bufsize, suffix, prefix, dir)


BREAKS = ["SpooledTemporaryFile.parameters"]
