"""What was created is looked at once more, and left where it is if that fails."""

import os

from _base import change, stand_in
from tempfile_reference import _create

stand_in(__name__)
create_file, create_directory = _create.file, _create.directory


def file(*arguments):
    descriptor, path = create_file(*arguments)
    os.lstat(path)
    return descriptor, path


def directory(*arguments):
    path = create_directory(*arguments)
    os.lstat(path)
    return path


change(_create, file=file, directory=directory)

BREAKS = ["mkstemp.no-leak-on-fault", "mkdtemp.no-leak-on-fault", "NamedTemporaryFile.no-leak-on-fault"]
FOLLOWS = ["NamedTemporaryFile.no-leak-when-wrapping-fails"]
