"""Calling rollover on a SpooledTemporaryFile that is on disk is an error."""

from _base import python2, stand_in

stand_in(__name__)


class SpooledTemporaryFile(python2.SpooledTemporaryFile):
    on_disk = False

    def rollover(self):
        if self.on_disk:
            raise ValueError("the file is on disk")
        super().rollover()
        self.on_disk = True

    def fileno(self):
        return self._file.fileno() if self.on_disk else super().fileno()


BREAKS = ["SpooledTemporaryFile.rollover"]
SOMETIMES = ["SpooledTemporaryFile.parameters"]
