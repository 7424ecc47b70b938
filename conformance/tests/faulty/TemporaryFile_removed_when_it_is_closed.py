"""A TemporaryFile has a name until it is closed or the program ends by itself."""

from _base import change, python2, stand_in

stand_in(__name__)


def TemporaryFile(*arguments, **keywords):
    named = python2.NamedTemporaryFile(*arguments, **keywords)
    return named.file


change(python2, TemporaryFile=TemporaryFile)

BREAKS = ["TemporaryFile.gone-at-any-end", "SpooledTemporaryFile.gone-at-any-end"]
FOLLOWS = ["TemporaryFile.no-name", "SpooledTemporaryFile.like-temporary-file"]
