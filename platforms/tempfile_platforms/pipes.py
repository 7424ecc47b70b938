"""The pipes between a session and its agent: messages out and lines in, each in time and up to a limit."""

from __future__ import annotations

import contextlib
import os
import queue
import sys
import threading
import time
from collections import deque
from typing import IO, Protocol

from tempfile_platforms.protocol import LINE_LIMIT

ALWAYS_FITS = 4096
"""Bytes that an empty pipe takes at once on every platform."""


class TooLong(Exception):
    """The line has more bytes than a message may have."""

    def __init__(self) -> None:
        super().__init__(f"a message of more than {LINE_LIMIT} bytes")


class Lines(Protocol):
    """What an agent says, line by line. What is empty, or broke off at the end, is no line."""

    def get(self, timeout: float) -> bytes | None:
        """Returns the next line, or None at the end. Raises TimeoutError after so many seconds, and TooLong."""

    def close(self) -> None:
        """Gives the pipe up, whoever else holds it."""


def lines(stream: IO[bytes]) -> Lines:
    """Returns the lines of an agent's output."""
    return ThreadedLines(stream) if sys.platform == "win32" else PolledLines(stream)


class ThreadedLines:
    """Read by a thread, for systems on which a pipe cannot be waited for with a limit."""

    def __init__(self, stream: IO[bytes]) -> None:
        self._lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        threading.Thread(target=self._read, args=(stream,), daemon=True).start()

    def _read(self, stream: IO[bytes]) -> None:
        with contextlib.suppress(OSError, ValueError), stream:
            while line := stream.readline(LINE_LIMIT + 2):
                if len(line) > LINE_LIMIT:
                    self._lines.put(line)
                    break
                if line.endswith(b"\n") and line.strip():
                    self._lines.put(line)
        self._lines.put(None)

    def get(self, timeout: float) -> bytes | None:
        try:
            line = self._lines.get(timeout=timeout)
        except queue.Empty:
            raise TimeoutError from None
        if line is not None and len(line) > LINE_LIMIT:
            raise TooLong
        return line

    def close(self) -> None:
        # The pipe belongs to the thread: what still holds its other end must hold up nobody here.
        pass


if sys.platform != "win32":
    import select

    class PolledLines:
        """Read where they are waited for: a thread in between would cost every request two more switches."""

        def __init__(self, stream: IO[bytes]) -> None:
            self._stream = stream
            self._whole: deque[bytes] = deque()
            self._begun = bytearray()
            self._poll = select.poll()
            self._poll.register(stream.fileno(), select.POLLIN)

        def get(self, timeout: float) -> bytes | None:
            deadline = time.monotonic() + timeout
            while not self._whole:
                left = deadline - time.monotonic()
                if left <= 0 or not self._poll.poll(1000 * left):
                    raise TimeoutError
                chunk = os.read(self._stream.fileno(), 1 << 16)
                if not chunk:
                    return None
                *ended, rest = chunk.split(b"\n")
                for end in ended:
                    line = bytes(self._begun + end)
                    self._begun.clear()
                    if line.strip():
                        self._whole.append(line)
                self._begun += rest
                if len(self._begun) >= LINE_LIMIT:
                    # Its end is not waited for.
                    self._whole.append(bytes(self._begun))
            line = self._whole.popleft()
            if len(line) >= LINE_LIMIT:
                raise TooLong
            return line

        def close(self) -> None:
            self._stream.close()


def read_tail(stream: IO[bytes], tail: deque[bytes]) -> None:
    """Reads to the end of a stream, for a thread; the last pieces stay in `tail`."""
    with contextlib.suppress(OSError, ValueError), stream:
        while chunk := os.read(stream.fileno(), 4096):
            tail.append(chunk)


def write(descriptor: int, message: bytes, timeout: float) -> bool:
    """Writes a message; False when the reader did not take it in time. Raises OSError when there is no reader."""
    if len(message) <= ALWAYS_FITS:
        os.write(descriptor, message)
        return True
    own, problems = os.dup(descriptor), []

    def work() -> None:
        rest = memoryview(message)
        try:
            while rest:
                rest = rest[os.write(own, rest) :]
        except OSError as error:
            problems.append(error)
        finally:
            os.close(own)

    writer = threading.Thread(target=work, daemon=True)
    writer.start()
    writer.join(timeout)
    if problems:
        raise problems[0]
    return not writer.is_alive()
