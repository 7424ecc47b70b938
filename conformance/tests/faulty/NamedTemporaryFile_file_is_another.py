"""The attribute file of NamedTemporaryFile is a second file object, with a descriptor of its own."""

import os

from _base import Around, python2, stand_in

stand_in(__name__)


class File(Around):
    @property
    def file(self):
        return os.fdopen(os.dup(self.fileno()), "w+b")


def NamedTemporaryFile(*arguments, **keywords):
    return File(python2.NamedTemporaryFile(*arguments, **keywords))


BREAKS = ["NamedTemporaryFile.file-attribute"]
