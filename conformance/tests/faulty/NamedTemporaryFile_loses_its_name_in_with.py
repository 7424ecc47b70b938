"""A with statement removes the name of a NamedTemporaryFile when it begins."""

import os

from _base import Around, python2, stand_in

stand_in(__name__)


class File(Around):
    def __enter__(self):
        os.unlink(self.name)
        return self


def NamedTemporaryFile(*arguments, **keywords):
    return File(python2.NamedTemporaryFile(*arguments, **keywords))


BREAKS = ["NamedTemporaryFile.visible-name"]
FOLLOWS = ["NamedTemporaryFile.with-like-a-file"]
