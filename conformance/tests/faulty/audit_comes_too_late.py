"""Audit events tell what has been made, when it stands there already."""

import sys

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _create

stand_in(__name__, tempfile_reference)
original_file, original_directory = _create.file, _create.directory


def file(place, attempts, text=False):
    descriptor, path = original_file(place, attempts, text)
    sys.audit("tempfile.mkstemp", path)
    return descriptor, path


def directory(place, attempts):
    path = original_directory(place, attempts)
    sys.audit("tempfile.mkdtemp", path)
    return path


change(_create, file=file, directory=directory, audit=lambda event, path: None)

BREAKS = [
    "mkstemp.audit-first",
    "mkdtemp.audit-first",
    "NamedTemporaryFile.audit-first",
    "TemporaryDirectory.audit-first",
]
FOLLOWS = ["TemporaryFile.audit-event"]
