"""A tilde or a dollar sign in the environment is read as the shell does."""

import os

from _base import change, stand_in
from tempfile_reference import _directory

stand_in(__name__)
original = _directory.absolute


def shell(path):
    return os.path.expandvars(os.path.expanduser(path))


change(_directory, absolute=lambda path: original(shell(path)))

BREAKS = ["gettempdir.searches"]
