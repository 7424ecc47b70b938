"""TemporaryFile keeps a list of all its files, so that none is ever collected."""

from _base import python2, stand_in

stand_in(__name__)
files = []


def TemporaryFile(*arguments, **keywords):
    files.append(python2.TemporaryFile(*arguments, **keywords))
    return files[-1]


BREAKS = ["TemporaryFile.gone-on-collection"]
FOLLOWS = ["TemporaryFile.no-leak-when-wrapping-fails"]
