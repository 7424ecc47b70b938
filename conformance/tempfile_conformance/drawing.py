"""What Hypothesis draws: the same for the same seed, wherever the suite lies and whatever else is loaded."""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from typing import Any

from hypothesis.internal.conjecture import providers


@contextlib.contextmanager
def steady() -> Iterator[None]:
    """Keeps Hypothesis from drawing constants that it finds in the source of modules outside of site-packages.

    With them, the examples would depend on whether the suite is installed or lies in a checkout, and on what the
    process has imported so far. Where a version of Hypothesis does no such thing, nothing is changed.
    """
    place: Any = providers
    search = getattr(place, "_get_local_constants", None)
    nothing = getattr(place, "_local_constants", None)
    if search is None or nothing is None:
        yield
        return
    none_at_all = type(nothing)()
    place._get_local_constants = lambda: none_at_all
    try:
        yield
    finally:
        place._get_local_constants = search
