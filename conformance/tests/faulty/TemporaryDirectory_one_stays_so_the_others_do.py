"""When the program ends, the directories that are still there stay as soon as one of them cannot be removed."""

import atexit

import tempfile_reference
from _base import stand_in
from tempfile_reference import _tree

stand_in(__name__, tempfile_reference)

atexit.unregister(_tree._at_exit)


@atexit.register
def remove_all():
    pending = dict(_tree._pending)
    _tree._pending.clear()
    for path, (_kind, ignore_errors, _creator) in pending.items():
        _tree.remove(path, ignore_errors)


BREAKS = ["TemporaryDirectory.gone-at-exit"]
