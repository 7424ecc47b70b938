"""NamedTemporaryFile deletes its file by a path that depends on the working directory."""

import os

from _base import change, python2, stand_in
from tempfile_reference import _posix

stand_in(__name__)
relative = {}


def NamedTemporaryFile(*arguments, **keywords):
    file = python2.NamedTemporaryFile(*arguments, **keywords)
    relative[file.name] = os.path.relpath(file.name)
    return file


change(_posix, unlink=lambda path: os.unlink(relative.get(path, path)))

BREAKS = ["NamedTemporaryFile.gone-on-close"]
FOLLOWS = ["NamedTemporaryFile.dir"]
