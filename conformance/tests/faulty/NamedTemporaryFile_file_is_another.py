"""The attribute file of NamedTemporaryFile is a second file object, with a descriptor of its own."""

import os

from _base import alter, python2, stand_in

stand_in(__name__)


def second(self):
    return os.fdopen(os.dup(self.fileno()), "w+b")


def NamedTemporaryFile(*arguments, **keywords):
    return alter(python2.NamedTemporaryFile(*arguments, **keywords), file=property(second))


BREAKS = ["NamedTemporaryFile.file-attribute"]
