"""Whatever goes wrong as a file is closed, nothing is said about it."""

import contextlib

from _base import Around, python2, stand_in

stand_in(__name__)


class Quiet(Around):
    def close(self):
        with contextlib.suppress(OSError):
            self.inside.close()

    def __exit__(self, *error):
        self.close()


def quiet(function):
    def make(*arguments, **keywords):
        return Quiet(function(*arguments, **keywords))

    return make


TemporaryFile, SpooledTemporaryFile, NamedTemporaryFile = (
    quiet(function) for function in (python2.TemporaryFile, python2.SpooledTemporaryFile, python2.NamedTemporaryFile)
)

BREAKS = [
    "TemporaryFile.close-errors-reach-the-caller",
    "NamedTemporaryFile.close-errors-reach-the-caller",
    "SpooledTemporaryFile.close-errors-reach-the-caller",
    "NamedTemporaryFile.undeleted-is-an-error",
]
FOLLOWS = ["TemporaryFile.true-file"]
