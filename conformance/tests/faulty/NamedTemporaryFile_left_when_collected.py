"""NamedTemporaryFile deletes its file when it is closed, and not when it is merely collected."""

import os

from _base import Around, python2, stand_in

stand_in(__name__)


class File(Around):
    def close(self):
        if not self.closed:
            self.inside.close()
            os.unlink(self.name)

    def __exit__(self, *error):
        self.close()


def NamedTemporaryFile(mode="w+b", bufsize=-1, suffix="", prefix=None, dir=None, delete=True):
    file = python2.NamedTemporaryFile(mode, bufsize, suffix, prefix, dir, delete=False)
    return File(file) if delete else file


BREAKS = ["NamedTemporaryFile.gone-on-collection"]
FOLLOWS = [
    "NamedTemporaryFile.gone-at-exit",
    "NamedTemporaryFile.gone-on-close",
    "NamedTemporaryFile.kept-while-used",
    "NamedTemporaryFile.gone-when-close-fails",
    "NamedTemporaryFile.gone-when-exit-fails",
    "NamedTemporaryFile.no-leak-when-wrapping-fails",
]
