"""NamedTemporaryFile writes to disk when it is asked for its descriptor, not when it is flushed."""

from _base import alter, python2, stand_in

stand_in(__name__)


def fileno(self):
    super(type(self), self).flush()
    return super(type(self), self).fileno()


def NamedTemporaryFile(mode="w+b", bufsize=-1, suffix="", prefix=None, dir=None, delete=True):
    file = python2.NamedTemporaryFile(mode, bufsize, suffix, prefix, dir, delete)
    put_off = delete and "b" in mode and bufsize == -1
    return alter(file, flush=lambda self: None, fileno=fileno) if put_off else file


BREAKS = ["NamedTemporaryFile.reopen"]
