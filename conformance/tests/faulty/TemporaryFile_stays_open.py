"""Closing a TemporaryFile only flushes it."""

from _base import alter, python2, stand_in

stand_in(__name__)


def leave(self, *error):
    super(type(self), self).close()


def TemporaryFile(*arguments, **keywords):
    return alter(python2.TemporaryFile(*arguments, **keywords), close=lambda self: self.flush(), __exit__=leave)


BREAKS = ["TemporaryFile.gone-on-close"]
FOLLOWS = [
    "TemporaryFile.gone-when-close-fails",
    "TemporaryFile.no-leak-on-fault",
    "TemporaryFile.with-like-a-file",
    "TemporaryFile.closed",
]
