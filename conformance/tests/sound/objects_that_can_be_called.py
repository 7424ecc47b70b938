"""What is called is no function but an object, or a class whose calls give objects of another."""

import functools

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


class Callable:
    def __init__(self, function):
        functools.update_wrapper(self, function)
        self.function = function

    def __call__(self, *arguments, **keywords):
        return self.function(*arguments, **keywords)


class NamedTemporaryFile:
    def __new__(cls, *arguments, **keywords):
        return tempfile_reference.NamedTemporaryFile(*arguments, **keywords)


class TemporaryFile:
    def __new__(cls, *arguments, **keywords):
        return tempfile_reference.TemporaryFile(*arguments, **keywords)


class SpooledTemporaryFile(tempfile_reference.SpooledTemporaryFile):
    pass


class TemporaryDirectory(tempfile_reference.TemporaryDirectory):
    pass


mkstemp = Callable(tempfile_reference.mkstemp)
mkdtemp = Callable(tempfile_reference.mkdtemp)
mktemp = Callable(tempfile_reference.mktemp)
gettempdir = Callable(tempfile_reference.gettempdir)
gettempprefix = Callable(tempfile_reference.gettempprefix)
