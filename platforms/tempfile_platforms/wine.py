"""Keeping wine's server alive, so that it is never a judged program that starts it.

What starts the server also starts wine's services, and hands its environment on to them. If that were an agent, the
services would carry the mark of its session and outlive it: processes that a run seems to have left behind. A server
ends a few seconds after its last program, and it is not known who started it and how long it will linger. Therefore
this process keeps a program of its own under wine, which has no mark and waits for its input to end. It ends with this
process, however that ends, and the server ends after it.
"""

from __future__ import annotations

import atexit
import contextlib
import itertools
import os
import select
import subprocess
import threading
import time
from collections.abc import Mapping
from pathlib import Path

PATIENCE = 120.0
"""Seconds wine gets to start. The first time it has to make its folder."""

ANSWERS_WITHIN = 30.0
"""Seconds the program gets to answer when it has answered before: it does nothing else."""

_numbers = itertools.count(1)


class _Keeper:
    """A command interpreter of Windows that repeats what it is told."""

    def __init__(self, wine: str, environment: Mapping[str, str]) -> None:
        self._process = subprocess.Popen(
            [wine, "cmd", "/d", "/q"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            bufsize=0,
            # The services get this directory too, and this process's may be one that is to be removed.
            cwd="/",
            env=environment,
            # An interrupt is for this process, which may still have programs to end.
            start_new_session=True,
        )

    def answers(self, timeout: float) -> bool:
        """Whether it is alive, and with it the server it talks to."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        asked, said = f"alive-{next(_numbers)}".encode(), b""
        deadline = time.monotonic() + timeout
        try:
            self._process.stdin.write(b"echo " + asked + b"\r\n")
            while asked + b"\r\n" not in said:
                if not select.select([self._process.stdout], [], [], max(0.0, deadline - time.monotonic()))[0]:
                    return False
                more = os.read(self._process.stdout.fileno(), 4096)
                if not more:
                    return False
                said += more
        except OSError:
            return False
        return True

    def end(self, patience: float = 5.0) -> None:
        """End it and wait for that."""
        for stream in (self._process.stdin, self._process.stdout):
            assert stream is not None
            with contextlib.suppress(OSError):
                stream.close()
        try:
            self._process.wait(patience)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


# By process too: a fork must not talk over its parent's pipes. That it holds them open keeps the server for both.
_keepers: dict[tuple[int, str], _Keeper] = {}
_turn = threading.Lock()


def _in_fork() -> None:
    """Make a new lock: another thread of the parent may have held the old one."""
    global _turn
    _turn = threading.Lock()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_in_fork)


def keep(wine: str, environment: Mapping[str, str]) -> None:
    """See to it that wine's server for this WINEPREFIX runs now, and as long as this process does.

    *environment* is added to this process's. Takes a millisecond where the server runs already. Raises OSError when
    wine does not start.
    """
    prefix = environment["WINEPREFIX"]
    key = (os.getpid(), prefix)
    with _turn:
        known = _keepers.get(key)
        if known is not None:
            if known.answers(ANSWERS_WITHIN):
                return
            _keepers.pop(key).end(0)
        Path(prefix).mkdir(parents=True, exist_ok=True)
        whole = {**os.environ, **environment}
        whole.pop("TEMPFILE_CONFORMANCE", None)
        # A program cannot join a server that is just ending, and gives up on it after a while: then another is tried.
        deadline = time.monotonic() + PATIENCE
        while (left := deadline - time.monotonic()) > 0:
            keeper = _Keeper(wine, whole)
            if keeper.answers(left):
                _keepers[key] = keeper
                return
            keeper.end(0)
            time.sleep(0.1)
    raise OSError(f"wine did not start within {PATIENCE:g} s")


@atexit.register
def _end_all() -> None:
    for pid, prefix in list(_keepers):
        if pid == os.getpid():
            _keepers.pop((pid, prefix)).end()
