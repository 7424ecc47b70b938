"""A with statement removes the name of a NamedTemporaryFile when it begins."""

import os

from _base import alter, python2, stand_in

stand_in(__name__)


def enter(self):
    os.unlink(self.name)
    return self


def NamedTemporaryFile(*arguments, **keywords):
    return alter(python2.NamedTemporaryFile(*arguments, **keywords), __enter__=enter)


BREAKS = ["NamedTemporaryFile.visible-name"]
