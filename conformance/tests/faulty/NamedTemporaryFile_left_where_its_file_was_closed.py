"""A file whose attribute file was closed is not deleted any more."""

import tempfile_reference
from _base import stand_in
from tempfile_reference import _named

stand_in(__name__, tempfile_reference)


class TemporaryFileWrapper(_named.TemporaryFileWrapper):
    def __init__(self, file, raw, delete, delete_on_close):
        super().__init__(file, raw, delete, False)
        self.close = self._close_once
        self._wanted = delete and delete_on_close

    def _close_once(self):
        if not self.file.closed:
            self.file.close()
            if self._wanted:
                self._raw.remove()


_named.TemporaryFileWrapper = TemporaryFileWrapper

BREAKS = ["NamedTemporaryFile.gone-on-close"]
FOLLOWS = ["NamedTemporaryFile.gone-when-close-fails"]
