"""NamedTemporaryFile removes its name before it closes the file, and stops where the name has gone."""

import os

from _base import Around, python2, stand_in

stand_in(__name__)


class File(Around):
    def close(self):
        if not self.closed:
            os.unlink(self.name)
            self.inside.close()


def NamedTemporaryFile(mode="w+b", bufsize=-1, suffix="", prefix=None, dir=None, delete=True):
    file = python2.NamedTemporaryFile(mode, bufsize, suffix, prefix, dir, delete)
    return File(file) if delete else file


BREAKS = ["NamedTemporaryFile.name-gone"]
FOLLOWS = ["NamedTemporaryFile.undeleted-is-an-error"]
