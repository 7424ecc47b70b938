"""The search leaves the file with which it tried a directory when it cannot write to it."""

from _base import change, stand_in
from tempfile_reference import _directory

stand_in(__name__)
write, discard = _directory.can_write, _directory.discard
written = []


def can_write(descriptor):
    written[:] = [write(descriptor)]
    return written[0]


change(_directory, can_write=can_write, discard=lambda *entry: not written[0] or discard(*entry))

BREAKS = ["search.leaves-nothing"]
