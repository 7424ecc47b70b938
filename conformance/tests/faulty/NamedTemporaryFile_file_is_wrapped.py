"""The attribute file of NamedTemporaryFile is an object around the file."""

from _base import Around, python2, stand_in

stand_in(__name__)


class File(Around):
    @property
    def file(self):
        return Around(self.inside)


def NamedTemporaryFile(*arguments, **keywords):
    return File(python2.NamedTemporaryFile(*arguments, **keywords))


BREAKS = ["NamedTemporaryFile.file-attribute"]
