"""NamedTemporaryFile deletes what stands at its name at every close."""

import contextlib
import os

from _base import Around, python2, stand_in

stand_in(__name__)


class File(Around):
    def close(self):
        self.inside.close()
        with contextlib.suppress(FileNotFoundError):
            os.unlink(self.name)

    def __exit__(self, *error):
        self.close()


def NamedTemporaryFile(mode="w+b", bufsize=-1, suffix="", prefix=None, dir=None, delete=True):
    file = python2.NamedTemporaryFile(mode, bufsize, suffix, prefix, dir, delete)
    return File(file) if delete else file


BREAKS = ["NamedTemporaryFile.deletes-once"]
