"""mktemp gives up with a name that is taken."""

import os

from _base import change, stand_in
from tempfile_reference import _create

stand_in(__name__)


def unused_path(place, attempts):
    _directory, head, tail, name = place
    for _ in range(attempts):
        path = head + name() + tail
        if not os.path.lexists(path):
            break
    return path


change(_create, unused_path=unused_path)

BREAKS = ["mktemp.did-not-exist"]
