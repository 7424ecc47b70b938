"""Where a file needs no name at all, TemporaryFile raises no event of its own."""

import tempfile_reference
from _base import change, stand_in
from tempfile_reference import _create, _platform

stand_in(__name__, tempfile_reference)


def nameless(place, attempts):
    descriptor = _platform.here.create_nameless(place[0])
    return _create.unnamed(place, attempts) if descriptor is None else descriptor


change(_create, nameless=nameless)

BREAKS = ["TemporaryFile.audit-event"]
