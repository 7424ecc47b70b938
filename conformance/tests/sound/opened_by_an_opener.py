"""Files are opened by openers that are given to `open`; what that is told as their name is only for show."""

import os

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__, tempfile_reference)
original, nameless = _posix.create_file, _posix.create_nameless


class Unable(Exception):
    pass


def shown(opener):
    with open("shown", "w+b", buffering=0, opener=opener) as stream:
        return os.dup(stream.fileno())


def create_file(path, text=False):
    made = []

    def opener(*_):
        descriptor = original(path, text)
        made.append(path)
        return descriptor

    try:
        return shown(opener)
    except BaseException:
        for one in made:
            os.unlink(one)
        raise


def create_nameless(where):
    def opener(*_):
        descriptor = nameless(where)
        if descriptor is None:
            raise Unable
        return descriptor

    try:
        return shown(opener)
    except Unable:
        return None


change(_posix, create_file=create_file, create_nameless=create_nameless)
