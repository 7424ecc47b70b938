"""The object that NamedTemporaryFile returns closes the file when it is collected, though its methods are in use."""

from _base import Around, python2, stand_in

stand_in(__name__)


class File(Around):
    def __del__(self):
        self.inside.close()


def NamedTemporaryFile(*arguments, **keywords):
    return File(python2.NamedTemporaryFile(*arguments, **keywords))


BREAKS = ["NamedTemporaryFile.kept-while-used"]
