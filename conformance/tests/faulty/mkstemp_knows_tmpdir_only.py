"""mkstemp asks the environment for TMPDIR only; without it, it uses the working directory."""

import os

from _base import passing, python2, stand_in

stand_in(__name__)


def ask(given):
    if "TMPDIR" not in os.environ and python2.tempdir is None:
        given.setdefault("dir", os.getcwd())


mkstemp = passing(python2.mkstemp, ask)

BREAKS = ["mkstemp.environment"]
