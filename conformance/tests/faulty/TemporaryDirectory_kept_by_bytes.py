"""A directory whose name is bytes stays where it is."""

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _tree

stand_in(__name__, tempfile_reference)
whole = _tree.remove


def remove(path, ignore_errors):
    if isinstance(path, str):
        whole(path, ignore_errors)


change(_tree, remove=remove)

BREAKS = ["TemporaryDirectory.gone-on-exit"]
FOLLOWS = ["TemporaryDirectory.read-only-members"]
