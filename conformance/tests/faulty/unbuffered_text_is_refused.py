"""A text file without a buffer is refused, as by today's open."""

from _base import change, python2, stand_in

stand_in(__name__)
original = python2._dress


def dress(raw, mode, bufsize):
    if "b" not in mode and bufsize == 0:
        raw.close()
        raise ValueError("can't have unbuffered text I/O")
    return original(raw, mode, bufsize)


change(python2, _dress=dress)

BREAKS = ["TemporaryFile.bufsize", "NamedTemporaryFile.bufsize"]
