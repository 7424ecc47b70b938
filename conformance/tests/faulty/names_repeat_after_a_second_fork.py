"""A child throws its parent's stock of names away; what is forked from the child goes on with the child's."""

from _base import change, stand_in
from tempfile_reference import _names

stand_in(__name__)
original, forks = _names.Names.forget, []


def forget(self: _names.Names) -> None:
    if self not in forks:
        forks.append(self)
        original(self)


change(_names.Names, forget=forget)

BREAKS = ["names.differ-after-fork"]
