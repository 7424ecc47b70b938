"""A spooled file answers when it is asked, closed or not, and has nothing underneath that could be detached."""

import io

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class SpooledTemporaryFile(tempfile_reference.SpooledTemporaryFile):
    def isatty(self):
        return False

    def seekable(self):
        return True

    def readable(self):
        return False if self.closed else super().readable()

    def writable(self):
        return False if self.closed else super().writable()

    def detach(self):
        raise io.UnsupportedOperation("detach")
