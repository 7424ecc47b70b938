"""A with statement gives the bare file once a SpooledTemporaryFile has rolled over."""

from _base import python2, stand_in

stand_in(__name__)


class SpooledTemporaryFile(python2.SpooledTemporaryFile):
    def __enter__(self):
        return self._file.__enter__() if self._rolled else super().__enter__()


BREAKS = ["SpooledTemporaryFile.context-manager"]
