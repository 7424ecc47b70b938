"""Audit events tell the directory in which something is made, and not what."""

import os
import sys

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _create

stand_in(__name__, tempfile_reference)
change(_create, audit=lambda event, path: sys.audit(event, os.path.dirname(path)))

BREAKS = [
    "mkstemp.audit-event",
    "mkdtemp.audit-event",
    "NamedTemporaryFile.audit-event",
    "TemporaryDirectory.audit-event",
]
