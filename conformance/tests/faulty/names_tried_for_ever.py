"""Where every name is taken, another one is tried, for ever."""

import tempfile_reference
from _base import change, passing, stand_in
from tempfile_reference import _create

stand_in(__name__, tempfile_reference)


def for_ever(given):
    given["attempts"] = 10**12


change(_create, **{name: passing(getattr(_create, name), for_ever) for name in ("file", "directory", "unnamed")})

BREAKS = [
    "mkstemp.bounded-attempts",
    "mkdtemp.bounded-attempts",
    "NamedTemporaryFile.bounded-attempts",
    "TemporaryFile.bounded-attempts",
    "SpooledTemporaryFile.bounded-attempts",
    "TemporaryDirectory.bounded-attempts",
]
