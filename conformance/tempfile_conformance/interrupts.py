"""Ctrl-C and SIGTERM: never lost, and never in the middle of cleaning up."""

from __future__ import annotations

import contextlib
import signal
from collections.abc import Iterator
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)

_asked = False


def _ask(_number: int, _frame: FrameType | None) -> None:
    global _asked
    _asked = True
    raise KeyboardInterrupt


def install() -> None:
    """Makes both signals raise KeyboardInterrupt, and remembers that they came."""
    for number in SIGNALS:
        signal.signal(number, _ask)


def check() -> None:
    """Raises KeyboardInterrupt if one was raised before and has been swallowed, as happens in callbacks."""
    if _asked:
        raise KeyboardInterrupt


@contextlib.contextmanager
def undisturbed() -> Iterator[None]:
    """Lets no second Ctrl-C interrupt the cleaning up after the first."""
    before = {}
    for number in SIGNALS:
        # Only the main thread may, and only it is interrupted.
        with contextlib.suppress(ValueError):
            before[number] = signal.signal(number, signal.SIG_IGN)
    try:
        yield
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextlib.contextmanager
def held_back() -> Iterator[None]:
    """Holds both signals back until the end, for a fork; the child lets them through with `let_through`."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def let_through() -> None:
    """Lets both signals through in a child that was forked while they were held back."""
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, SIGNALS)
