"""A tempdir that was set to another directory than TMPDIR wins over the argument."""

import os

from _base import passing, python2, stand_in

stand_in(__name__)


def prefer_tempdir(given):
    if python2.tempdir not in (None, os.environ.get("TMPDIR")):
        given["dir"] = python2.tempdir


mkstemp = passing(python2.mkstemp, prefer_tempdir)
mkdtemp = passing(python2.mkdtemp, prefer_tempdir)
mktemp = passing(python2.mktemp, prefer_tempdir)
NamedTemporaryFile = passing(python2.NamedTemporaryFile, prefer_tempdir)

BREAKS = ["tempdir.dir-wins"]
