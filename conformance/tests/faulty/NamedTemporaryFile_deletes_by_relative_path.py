"""NamedTemporaryFile deletes its file by a path that depends on the working directory."""

import contextlib
import os

from _base import alter, python2, stand_in

stand_in(__name__)


def NamedTemporaryFile(mode="w+b", bufsize=-1, suffix="", prefix=None, dir=None, delete=True):
    def close(self):
        to_delete = delete and not self.closed
        super(type(file), file).close()
        if to_delete:
            with contextlib.suppress(FileNotFoundError):
                os.unlink(path)

    file = python2.NamedTemporaryFile(mode, bufsize, suffix, prefix, dir, delete=False)
    path = os.path.relpath(file.name)
    return alter(file, close=close)


BREAKS = ["NamedTemporaryFile.gone-on-close"]
