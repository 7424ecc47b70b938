"""The position that NamedTemporaryFile tells is that in the file on disk, without what is still in the buffer."""

import os

from _base import Around, python2, stand_in

stand_in(__name__)


class File(Around):
    def tell(self):
        return os.lseek(self.fileno(), 0, os.SEEK_CUR)


def NamedTemporaryFile(*arguments, **keywords):
    return File(python2.NamedTemporaryFile(*arguments, **keywords))


BREAKS = ["NamedTemporaryFile.storage"]
