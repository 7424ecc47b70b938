"""Closing a TemporaryFile that is closed is an error."""

from _base import alter, python2, stand_in

stand_in(__name__)


def close(self):
    if self.closed:
        raise ValueError("the file is closed")
    super(type(self), self).close()


def TemporaryFile(*arguments, **keywords):
    return alter(python2.TemporaryFile(*arguments, **keywords), close=close)


BREAKS = ["TemporaryFile.gone-on-close"]
