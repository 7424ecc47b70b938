"""How a check says what it expected and what it saw."""

from __future__ import annotations

from typing import Any


class Broken(Exception):
    """A guarantee is broken: `expected` is the promise for this case, `seen` is what happened instead."""

    def __init__(self, expected: str, seen: str) -> None:
        super().__init__(f"expected {expected}; seen {seen}")
        self.expected = expected
        self.seen = seen


class Undecided(BaseException):
    """This host, or this implementation's agent, cannot decide the question; the message says what is missing.

    No `Exception`, so that it ends the check at once instead of being taken for a counterexample.
    """


class Lacking(Undecided):
    """The implementation lacks a function or variable that the example needs; the message says which."""


class NotPromised(Undecided):
    """This platform or file system cannot have what the example needs, and says so; the message is its sentence."""


def require(condition: bool, expected: str, seen: Any) -> None:
    """Raises `Broken` unless the condition holds. `seen` is shown as text, other values as their representation."""
    if not condition:
        raise Broken(expected, seen if isinstance(seen, str) else repr(seen))
