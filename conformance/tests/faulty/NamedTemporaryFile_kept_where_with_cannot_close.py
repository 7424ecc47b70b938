"""The end of a with statement deletes the file once it is closed, and not where closing it fails."""

from _base import Around, python2, stand_in

stand_in(__name__)


class File(Around):
    def close(self):
        self.inside.close()

    def __exit__(self, *error):
        self.inside.flush()
        self.inside.close()


def NamedTemporaryFile(*arguments, **keywords):
    return File(python2.NamedTemporaryFile(*arguments, **keywords))


BREAKS = ["NamedTemporaryFile.gone-when-exit-fails"]
