"""The last of mkdtemp's six characters is always the same."""

from _base import python2, stand_in
from tempfile_reference import _names

stand_in(__name__)


def mkdtemp(*arguments, **keywords):
    next_name = _names.Names.next
    try:
        _names.Names.next = lambda names: next_name(names)[:-1] + "x"
        return python2.mkdtemp(*arguments, **keywords)
    finally:
        _names.Names.next = next_name


BREAKS = ["names.random"]
FOLLOWS = ["mkdtemp.defaults"]
