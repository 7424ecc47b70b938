"""What the faulty implementations are made from: the reference, with one thing changed.

Each of them is a module that stands in for the reference: what it does not define itself, it takes from there, and
setting one of its variables (`tempdir`, `template`) sets that of the reference. So a fault is put in place by changing
the reference where it stands. Every implementation is imported in a process of its own; nobody else sees the change.
"""

import sys
from types import ModuleType
from typing import Any

from tempfile_reference import python2


class _StandIn(ModuleType):
    """A module that takes what it lacks from another one, and sets every variable there."""

    def __getattr__(self, name: str) -> Any:
        return getattr(self.__dict__["_original"], name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(self.__dict__["_original"], name, value)

    def __delattr__(self, name: str) -> None:
        delattr(self.__dict__["_original"], name)


def stand_in(name: str, original: ModuleType = python2) -> None:
    """Makes the module of that name stand in for the original."""
    module = sys.modules[name]
    module.__dict__["_original"] = original
    module.__class__ = _StandIn


def change(place: object, **changes: Any) -> None:
    """Changes functions or constants of a module or class. What is not there cannot be changed: a fault must bite."""
    for name, value in changes.items():
        if not hasattr(place, name):
            raise AttributeError(f"the reference has no {name} in {place!r} any more; this fault needs another place")
        setattr(place, name, value)
