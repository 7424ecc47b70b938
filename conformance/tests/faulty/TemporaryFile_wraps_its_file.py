"""TemporaryFile returns an object around the file, as it does on other systems."""

from _base import Around, python2, stand_in

stand_in(__name__)


def TemporaryFile(*arguments, **keywords):
    return Around(python2.TemporaryFile(*arguments, **keywords))


BREAKS = ["TemporaryFile.true-file"]
