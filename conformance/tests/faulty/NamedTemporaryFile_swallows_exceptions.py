"""No exception leaves a with statement of NamedTemporaryFile."""

from _base import Around, python2, stand_in

stand_in(__name__)


class File(Around):
    def __exit__(self, *error):
        self.inside.close()
        return True


def NamedTemporaryFile(*arguments, **keywords):
    return File(python2.NamedTemporaryFile(*arguments, **keywords))


BREAKS = ["NamedTemporaryFile.context-manager"]
