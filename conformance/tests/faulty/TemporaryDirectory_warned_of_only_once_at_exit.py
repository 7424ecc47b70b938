"""When the program ends and warnings are errors, the first warning of a directory that still stands is the last."""

import atexit

import tempfile_reference
from _base import stand_in
from tempfile_reference import _tree

stand_in(__name__, tempfile_reference)

atexit.unregister(_tree._at_exit)


@atexit.register
def remove_all():
    while _tree._pending:
        _tree.remove_implicitly(next(iter(_tree._pending)))


BREAKS = ["TemporaryDirectory.gone-at-exit"]
