"""An empty prefix is taken for none, and the default prefix used."""

from _base import passing, python2, stand_in

stand_in(__name__)


def without_empty_prefix(given):
    if given.get("prefix") == "":
        del given["prefix"]


mkstemp = passing(python2.mkstemp, without_empty_prefix)
mkdtemp = passing(python2.mkdtemp, without_empty_prefix)
mktemp = passing(python2.mktemp, without_empty_prefix)
NamedTemporaryFile = passing(python2.NamedTemporaryFile, without_empty_prefix)

BREAKS = ["mkstemp.prefix", "mkdtemp.prefix", "mktemp.prefix", "NamedTemporaryFile.prefix"]
SOMETIMES = ["names.six-random-characters"]
