"""A NamedTemporaryFile that is to be kept gets the permissions of an ordinary file."""

import os

from _base import python2, stand_in

stand_in(__name__)


def NamedTemporaryFile(mode="w+b", bufsize=-1, suffix="", prefix=None, dir=None, delete=True):
    file = python2.NamedTemporaryFile(mode, bufsize, suffix, prefix, dir, delete)
    if not delete:
        mask = os.umask(0)
        os.umask(mask)
        os.fchmod(file.fileno(), 0o666 & ~mask)
    return file


BREAKS = ["NamedTemporaryFile.owner-only"]
