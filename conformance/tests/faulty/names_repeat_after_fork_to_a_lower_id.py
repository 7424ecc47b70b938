"""A forked child goes on with the names that its parent has in stock, unless its process id is the higher one."""

import os

from _base import change, stand_in
from tempfile_reference import _names

stand_in(__name__)

original, own = _names.Names.forget, [os.getpid()]


def forget(self: _names.Names) -> None:
    """Throws the stock away where the process id has grown."""
    if os.getpid() > own[0]:
        own[0] = os.getpid()
        original(self)


change(_names.Names, forget=forget)

BREAKS = ["names.differ-after-fork"]
NEEDS = ["low-id"]
