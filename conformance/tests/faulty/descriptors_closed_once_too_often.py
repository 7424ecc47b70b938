"""Where no file object can be made of a descriptor, that is closed, although it may have been closed already."""

import os

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


def wrapped(descriptor, *arguments, **keywords):
    try:
        return os.fdopen(descriptor, *arguments, **keywords)
    except BaseException:
        os.close(descriptor)
        raise


def TemporaryFile(
    mode="w+b", buffering=-1, encoding=None, newline=None, suffix=None, prefix=None, dir=None, *, errors=None
):
    descriptor, path = tempfile_reference.mkstemp(suffix, prefix, dir)
    os.unlink(path)
    return wrapped(descriptor, mode, buffering, encoding, errors, newline)


class Named:
    def __init__(self, file, name):
        self.file, self.name = file, name

    def __getattr__(self, name):
        return getattr(self.file, name)


def NamedTemporaryFile(
    mode="w+b",
    buffering=-1,
    encoding=None,
    newline=None,
    suffix=None,
    prefix=None,
    dir=None,
    delete=True,
    *,
    errors=None,
    delete_on_close=True,
):
    descriptor, path = tempfile_reference.mkstemp(suffix, prefix, dir)
    try:
        wrapped(os.dup(descriptor), mode, buffering, encoding, errors, newline).close()
    except BaseException:
        os.close(descriptor)
        os.unlink(path)
        raise
    os.close(descriptor)
    os.unlink(path)
    return tempfile_reference.NamedTemporaryFile(
        mode,
        buffering,
        encoding,
        newline,
        suffix,
        prefix,
        dir,
        delete,
        errors=errors,
        delete_on_close=delete_on_close,
    )


BREAKS = ["TemporaryFile.first-error-reaches-the-caller", "NamedTemporaryFile.first-error-reaches-the-caller"]
FOLLOWS = [
    "TemporaryFile.refuses-like-open",
    "NamedTemporaryFile.refuses-like-open",
    "NamedTemporaryFile.no-leak-on-fault",
    "TemporaryFile.no-leak-on-fault",
    "TemporaryFile.never-named",
]
