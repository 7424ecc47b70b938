"""Text in a SpooledTemporaryFile gets line ends of another system."""

from _base import python2, stand_in

stand_in(__name__)


class SpooledTemporaryFile(python2.SpooledTemporaryFile):
    def write(self, data):
        return super().write(data.replace("\n", "\r\n") if isinstance(data, str) else data)


BREAKS = ["SpooledTemporaryFile.modes"]
SOMETIMES = ["SpooledTemporaryFile.loops-may-end"]
