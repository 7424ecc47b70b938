"""Files are opened by openers for `open` or `io.FileIO`; what these are told as a name is only for show."""

import io
import os

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _posix

stand_in(__name__, tempfile_reference)
original, nameless = _posix.create_file, _posix.create_nameless


class Unable(Exception):
    pass


def shown(opener, raw):
    with io.FileIO("shown", "w+b", opener=opener) if raw else open("shown", "w+b", opener=opener) as stream:
        return os.dup(stream.fileno())


def create_file(path, text=False):
    made = []

    def opener(*_):
        descriptor = original(path, text)
        made.append(path)
        return descriptor

    try:
        return shown(opener, raw=text)
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
        return shown(opener, raw=True)
    except Unable:
        return None


change(_posix, create_file=create_file, create_nameless=create_nameless)
