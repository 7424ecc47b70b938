"""A suffix of three letters gets a dot."""

from _base import passing, python2, stand_in

stand_in(__name__)


def adapt(given):
    suffix = given.get("suffix")
    if isinstance(suffix, str) and len(suffix) == 3 and suffix.isalpha():
        given["suffix"] = "." + suffix


mkstemp = passing(python2.mkstemp, adapt)
mkdtemp = passing(python2.mkdtemp, adapt)
mktemp = passing(python2.mktemp, adapt)

BREAKS = ["mkstemp.no-dot-added", "mkdtemp.suffix", "mktemp.suffix"]
