"""A binary TemporaryFile takes text, too, and encodes it."""

import io

from _base import alter, python2, stand_in

stand_in(__name__)


def write(self, data):
    return io.BufferedRandom.write(self, data.encode() if isinstance(data, str) else data)


def TemporaryFile(mode="w+b", *arguments, **keywords):
    file = python2.TemporaryFile(mode, *arguments, **keywords)
    return alter(file, write=write) if isinstance(file, io.BufferedRandom) else file


BREAKS = ["TemporaryFile.binary-default"]
