"""mktemp does not look whether the name is free."""

from _base import change, stand_in
from tempfile_reference import _create

stand_in(__name__)


def unused_path(place, attempts):
    _directory, head, tail, name = place
    return head + name() + tail


change(_create, unused_path=unused_path)

BREAKS = ["mktemp.did-not-exist"]
