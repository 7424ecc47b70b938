"""Of what cannot be removed the permissions are changed, and an error of that is raised, ignored or not."""

import os

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _tree

stand_in(__name__, tempfile_reference)
whole = _tree.remove


def remove(path, ignore_errors):
    try:
        whole(path, False)
    except OSError as error:
        if not ignore_errors:
            raise
        os.chmod(error.filename, 0o700)


change(_tree, remove=remove)

BREAKS = ["TemporaryDirectory.ignores-errors-on-the-way"]
