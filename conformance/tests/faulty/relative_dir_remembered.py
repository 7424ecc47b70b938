"""Where a relative directory led once, it leads for ever, whatever the working directory is by then."""

import functools

from _base import change, stand_in
from tempfile_reference import _arguments

stand_in(__name__)
change(_arguments, absolute=functools.cache(_arguments.absolute))

BREAKS = [
    "mkstemp.dir",
    "mkdtemp.dir",
    "mktemp.dir",
    "NamedTemporaryFile.dir",
    "TemporaryFile.dir",
]
