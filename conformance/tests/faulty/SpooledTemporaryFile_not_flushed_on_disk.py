"""SpooledTemporaryFile does not flush a file that is on disk."""

from _base import python2, stand_in

stand_in(__name__)


class SpooledTemporaryFile(python2.SpooledTemporaryFile):
    def flush(self):
        if not self._rolled:
            super().flush()


BREAKS = ["SpooledTemporaryFile.storage"]
