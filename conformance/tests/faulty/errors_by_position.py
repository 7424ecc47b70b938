"""One argument more than there are parameters by position is taken for errors."""

import inspect

import tempfile_reference
from _base import stand_in

stand_in(__name__, tempfile_reference)


def lax(function):
    count = sum(item.kind == item.POSITIONAL_OR_KEYWORD for item in inspect.signature(function).parameters.values())

    def called(*arguments, **keywords):
        if len(arguments) == count + 1:
            *arguments, keywords["errors"] = arguments
        return function(*arguments, **keywords)

    return called


TemporaryFile = lax(tempfile_reference.TemporaryFile)
NamedTemporaryFile = lax(tempfile_reference.NamedTemporaryFile)
SpooledTemporaryFile = lax(tempfile_reference.SpooledTemporaryFile)

BREAKS = [
    "NamedTemporaryFile.errors-keyword",
    "SpooledTemporaryFile.errors-keyword",
    "TemporaryFile.errors-keyword",
]
