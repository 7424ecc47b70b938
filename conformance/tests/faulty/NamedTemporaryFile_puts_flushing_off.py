"""NamedTemporaryFile writes to disk when it is asked for its descriptor, not when it is flushed."""

from _base import Around, python2, stand_in

stand_in(__name__)


class Lazy(Around):
    def flush(self):
        pass

    def fileno(self):
        self.inside.flush()
        return self.inside.fileno()


def NamedTemporaryFile(mode="w+b", bufsize=None, suffix="", prefix=None, dir=None, delete=True):
    file = python2.NamedTemporaryFile(mode, -1 if bufsize is None else bufsize, suffix, prefix, dir, delete)
    return Lazy(file) if delete and bufsize is None else file


BREAKS = ["NamedTemporaryFile.reopen"]
FOLLOWS = ["NamedTemporaryFile.bufsize", "NamedTemporaryFile.closed", "NamedTemporaryFile.storage"]
