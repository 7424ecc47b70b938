"""Asking the system: by a small program that may hang, flood its output or not start, or by a small file."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

LIMIT = 64 * 1024
"""Bytes of each output stream that are kept; a program that writes more is stopped."""


@dataclass(frozen=True)
class Outcome:
    """What became of a program."""

    started: bool
    code: int | None
    """Its exit code, negative for a signal; None when it did not start or had to be killed."""
    output: str
    errors: str
    """Its standard error, or why it could not be started."""
    hung: bool = False
    flooded: bool = False

    @property
    def succeeded(self) -> bool:
        """Whether it ended by itself with exit code 0."""
        return self.code == 0

    @property
    def last_words(self) -> str:
        """The first line it had to say for itself, errors before output; cut short, may be empty."""
        lines = [line.strip() for line in (self.errors + "\n" + self.output).splitlines() if line.strip()]
        return "".join(mark if mark.isprintable() else "?" for mark in lines[0][:160]) if lines else ""


def run(
    command: Sequence[str],
    *,
    timeout: float,
    user: int | None = None,
    group: int | None = None,
    environment: Mapping[str, str] | None = None,
) -> Outcome:
    """Run *command* without input and return what became of it, after *timeout* seconds at the latest.

    *environment* is added to this process's. With *user* and *group* it runs as them (POSIX, as root), without further
    groups. A program that hangs or floods is killed with everything it started. Never raises for anything the program
    does.
    """
    as_user: dict[str, Any] = {} if user is None else {"user": user, "group": group, "extra_groups": []}
    try:
        # Pipes for all three, because Windows programs under wine need them.
        process = subprocess.Popen(
            list(command),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env={**os.environ, **(environment or {})},
            start_new_session=sys.platform != "win32",
            **as_user,
        )
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        return Outcome(False, None, "", getattr(error, "strerror", None) or str(error))
    assert process.stdin is not None
    assert process.stdout is not None
    assert process.stderr is not None
    finished: queue.SimpleQueue[_Stream] = queue.SimpleQueue()
    streams = [_Stream(process.stdout, finished), _Stream(process.stderr, finished)]
    deadline = time.monotonic() + timeout
    ended = False
    try:
        process.stdin.close()
        if not any(finished.get(timeout=max(0.01, deadline - time.monotonic())).flooded for _ in streams):
            process.wait(max(0.01, deadline - time.monotonic()))
            ended = True
    except (queue.Empty, subprocess.TimeoutExpired):
        pass
    finally:
        if not ended:
            _kill(process)
        for stream in streams:
            stream.close()
    flooded = any(stream.flooded for stream in streams)
    output, errors = (stream.text for stream in streams)
    return Outcome(True, process.returncode if ended else None, output, errors, not ended and not flooded, flooded)


def read(path: str) -> str | None:
    """Return the stripped text of the small system file *path*, or None where it cannot be read."""
    try:
        return Path(path).read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return None


class _Stream:
    """One output stream, read aside up to the limit; it reports to *finished* when it has read enough."""

    def __init__(self, stream: IO[bytes], finished: queue.SimpleQueue[_Stream]) -> None:
        self._stream = stream
        self._finished = finished
        self._data = b""
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        self._data = self._stream.read(LIMIT + 1)
        self._finished.put(self)

    @property
    def flooded(self) -> bool:
        return len(self._data) > LIMIT

    @property
    def text(self) -> str:
        return self._data[:LIMIT].decode("utf-8", "replace")

    def close(self) -> None:
        self._thread.join(1)
        if not self._thread.is_alive():
            self._stream.close()


def _kill(process: subprocess.Popen[bytes]) -> None:
    """End *process* and whatever it started."""
    if sys.platform == "win32":
        subprocess.run(["taskkill", "/F", "/T", "/PID", str(process.pid)], capture_output=True, check=False)
    else:
        try:
            os.killpg(process.pid, signal.SIGKILL)
        except (ProcessLookupError, PermissionError):
            process.kill()
    process.wait()
