"""A SpooledTemporaryFile parts with its memory before everything is on disk."""

from _base import python2, stand_in

stand_in(__name__)


class SpooledTemporaryFile(python2.SpooledTemporaryFile):
    def rollover(self):
        if self._rolled:
            return
        position, contents = self._file.tell(), self._memory().getvalue()
        self._file = self._create_on_disk()
        getattr(self._file, "buffer", self._file).write(contents)
        self._file.seek(position)
        self._rolled, self._limit = True, None


BREAKS = ["SpooledTemporaryFile.failed-rollover-keeps-data"]
