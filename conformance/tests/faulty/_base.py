"""What the faulty implementations are made from: the reference, with one thing changed.

Each of them is a module that stands in for the reference: what it does not define itself, it takes from there, and
setting one of its variables (`tempdir`, `template`) sets that of the reference. Where a fault lies deeper than in one
public function, the reference itself is changed. Every implementation is imported in a process of its own, so nobody
else sees the change.
"""

import contextlib
import functools
import inspect
import io
import os
import sys
from collections.abc import Callable, Collection
from types import ModuleType
from typing import Any

from tempfile_reference import python2


class _StandIn(ModuleType):
    """A module that takes what it lacks from another one, and sets every variable there."""

    def __getattr__(self, name: str) -> Any:
        if name in self.__dict__["_lacking"]:
            raise AttributeError(name)
        return getattr(self.__dict__["_original"], name)

    def __setattr__(self, name: str, value: object) -> None:
        setattr(self.__dict__["_original"], name, value)


def stand_in(name: str, original: ModuleType = python2, lacking: Collection[str] = ()) -> None:
    """Makes the module of that name stand in for the original, but for the functions it is to lack."""
    module = sys.modules[name]
    module.__dict__.update(_original=original, _lacking=lacking)
    module.__class__ = _StandIn


def change(place: Any, **changes: Any) -> None:
    """Changes functions or constants of a module or class. What is not there cannot be changed: a fault must bite."""
    for name, value in changes.items():
        if not hasattr(place, name):
            raise AttributeError(f"the reference has no {name} in {place!r} any more; this fault needs another place")
        setattr(place, name, value)


def passing(function: Callable[..., Any], adapt: Callable[[dict[str, Any]], object]) -> Callable[..., Any]:
    """The function with other arguments: `adapt` changes those that the caller gave, a dictionary by name."""
    signature = inspect.signature(function)

    @functools.wraps(function)
    def adapted(*arguments: Any, **keywords: Any) -> Any:
        given = signature.bind(*arguments, **keywords).arguments
        adapt(given)
        return function(**given)

    return adapted


def alter(file: Any, **members: Any) -> Any:
    """A file object of the language itself, remade with a class of its own in which these members differ."""
    kind = type(file)
    altered = type(kind.__name__, (kind,), {"__module__": kind.__module__, **members})
    if not hasattr(file, "detach"):
        return file
    text = ("encoding", "errors", "line_buffering", "write_through") if isinstance(file, io.TextIOWrapper) else ()
    settings = {name: getattr(file, name) for name in text}
    return altered(file.detach(), **settings)


def opened(descriptor: int, mode: str, bufsize: int) -> Any:
    """A file object of the language itself for a descriptor, which is closed if there cannot be one."""
    try:
        return os.fdopen(descriptor, mode, bufsize)
    except BaseException:
        with contextlib.suppress(OSError):
            os.close(descriptor)
        raise


class Around:
    """An object around a file object, `inside`, that does what that does, but for what a subclass does otherwise."""

    def __init__(self, inside: Any) -> None:
        self.inside = inside

    def __getattr__(self, name: str) -> Any:
        return getattr(self.inside, name)

    def __iter__(self) -> Any:
        return iter(self.inside)

    def __enter__(self) -> Any:
        self.inside.__enter__()
        return self

    def __exit__(self, *error: Any) -> Any:
        return self.inside.__exit__(*error)
