"""A directory whose object is collected is kept where the warning about it is an error."""

import warnings

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _tree

stand_in(__name__, tempfile_reference)
removed = _tree.remove_implicitly


def warn_and_remove(path):
    warnings.warn(f"implicitly cleaning up {path!r}", ResourceWarning, stacklevel=2)
    removed(path)


change(_tree, remove_implicitly=warn_and_remove)

BREAKS = ["TemporaryDirectory.gone-on-collection"]
