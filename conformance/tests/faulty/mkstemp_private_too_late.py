"""mkstemp creates the file open to everybody, and takes the permissions away a moment later."""

import os

from _base import python2, stand_in

stand_in(__name__)


def mkstemp(suffix="", prefix=None, dir=None, text=False):
    path = python2.mktemp(suffix, prefix, dir)
    before = os.umask(0)
    try:
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o666)
    except FileExistsError:
        return mkstemp(suffix, prefix, dir, text)
    finally:
        os.umask(before)
    os.fchmod(descriptor, 0o600)
    return descriptor, path


BREAKS = ["mkstemp.owner-only"]
FOLLOWS = ["mkstemp.bounded-attempts", "mkstemp.leftovers-private", "mkstemp.no-leak-on-fault"]
