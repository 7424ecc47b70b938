"""A binary NamedTemporaryFile takes text, too, and encodes it."""

from _base import alter, python2, stand_in

stand_in(__name__)


def write(self, data):
    return super(type(self), self).write(data.encode() if isinstance(data, str) else data)


def NamedTemporaryFile(mode="w+b", *arguments, **keywords):
    file = python2.NamedTemporaryFile(mode, *arguments, **keywords)
    return alter(file, write=write) if "b" in mode else file


BREAKS = ["NamedTemporaryFile.binary-default"]
