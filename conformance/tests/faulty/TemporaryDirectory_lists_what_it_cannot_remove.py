"""What cannot be removed is taken for a directory, and the caller told that it is none."""

import os

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _tree

stand_in(__name__, tempfile_reference)
whole = _tree.remove


def remove(path, ignore_errors):
    try:
        whole(path, ignore_errors)
    except PermissionError as error:
        os.listdir(error.filename)
        raise


change(_tree, remove=remove)

BREAKS = ["TemporaryDirectory.first-error-reaches-the-caller"]
