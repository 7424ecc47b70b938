"""Only gettempdir sets tempdir; the other functions search without a word."""

from _base import passing, python2, stand_in

stand_in(__name__)


def search_quietly(given):
    if given.get("dir") is None and python2.tempdir is None:
        given["dir"] = python2.gettempdir()
        python2.tempdir = None


mkstemp = passing(python2.mkstemp, search_quietly)
mkdtemp = passing(python2.mkdtemp, search_quietly)
mktemp = passing(python2.mktemp, search_quietly)
TemporaryFile = passing(python2.TemporaryFile, search_quietly)
NamedTemporaryFile = passing(python2.NamedTemporaryFile, search_quietly)

BREAKS = ["tempdir.initialised"]
