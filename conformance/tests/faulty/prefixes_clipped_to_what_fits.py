"""Of a prefix that is too long for the file system, only the beginning is used."""

from _base import passing, python2, stand_in

stand_in(__name__)


def adapt(given):
    if isinstance(given.get("prefix"), str):
        given["prefix"] = given["prefix"][:240]


mkstemp = passing(python2.mkstemp, adapt)
mkdtemp = passing(python2.mkdtemp, adapt)

BREAKS = ["mkstemp.prefix", "mkdtemp.prefix"]
