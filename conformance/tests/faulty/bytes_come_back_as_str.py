"""Bytes are taken for suffix, prefix and dir, but every path is returned as a str."""

import os

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _create

stand_in(__name__, tempfile_reference)
original_file, original_directory = _create.file, _create.directory


def file(place, attempts, text=False):
    descriptor, path = original_file(place, attempts, text)
    return descriptor, os.fsdecode(path)


def directory(place, attempts):
    return os.fsdecode(original_directory(place, attempts))


change(_create, file=file, directory=directory)

BREAKS = [
    "mkstemp.bytes-result",
    "mkdtemp.bytes-result",
    "NamedTemporaryFile.bytes-result",
    "TemporaryDirectory.bytes-result",
]
FOLLOWS = [
    "mkstemp.bytes-forced",
    "mkdtemp.bytes-forced",
    "NamedTemporaryFile.bytes-forced",
    "TemporaryDirectory.bytes-forced",
    "mkstemp.dir-path-like-bytes",
    "mkdtemp.dir-path-like-bytes",
    "NamedTemporaryFile.dir-path-like-bytes",
    "TemporaryDirectory.dir-path-like-bytes",
    "tempdir.bytes-type",
]
