"""Lines out of a pipe, in both ways of reading one: what a session builds on, whatever the system can wait for."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from typing import BinaryIO

import pytest
from tempfile_platforms import pipes
from tempfile_platforms.pipes import Lines, ThreadedLines, TooLong

WAYS = [ThreadedLines] if sys.platform == "win32" else [ThreadedLines, pipes.PolledLines]


@pytest.fixture
def pipe() -> Iterator[tuple[BinaryIO, BinaryIO]]:
    out, into = os.pipe()
    with os.fdopen(out, "rb") as reader, os.fdopen(into, "wb", buffering=0) as writer:
        yield reader, writer  # type: ignore[misc]


@pytest.fixture(params=WAYS)
def way(request: pytest.FixtureRequest) -> Callable[[BinaryIO], Lines]:
    return request.param  # type: ignore[no-any-return]


def test_lines_come_one_by_one_however_they_arrive(
    way: Callable[[BinaryIO], Lines], pipe: tuple[BinaryIO, BinaryIO]
) -> None:
    lines = way(pipe[0])
    pipe[1].write(b"one\ntwo\nthr")
    assert [lines.get(5), lines.get(5)] in ([b"one\n", b"two\n"], [b"one", b"two"])
    pipe[1].write(b"ee\n")
    assert (lines.get(5) or b"").strip() == b"three"


def test_what_is_empty_or_breaks_off_is_no_line(
    way: Callable[[BinaryIO], Lines], pipe: tuple[BinaryIO, BinaryIO]
) -> None:
    lines = way(pipe[0])
    pipe[1].write(b"\n  \none\n\nbroken off")
    pipe[1].close()
    assert (lines.get(5) or b"").strip() == b"one"
    assert lines.get(5) is None


def test_waiting_has_a_limit(way: Callable[[BinaryIO], Lines], pipe: tuple[BinaryIO, BinaryIO]) -> None:
    lines = way(pipe[0])
    pipe[1].write(b"not yet a line")
    with pytest.raises(TimeoutError):
        lines.get(0.05)
    pipe[1].write(b"\n")
    assert (lines.get(5) or b"").strip() == b"not yet a line"


@pytest.mark.parametrize("end", [b"", b"\n"])
def test_a_line_has_a_limit(
    way: Callable[[BinaryIO], Lines],
    pipe: tuple[BinaryIO, BinaryIO],
    monkeypatch: pytest.MonkeyPatch,
    end: bytes,
) -> None:
    monkeypatch.setattr(pipes, "LINE_LIMIT", 100)
    lines = way(pipe[0])
    pipe[1].write(b"x" * 98 + b"\n")
    pipe[1].write(b"y" * 200 + end)
    assert (lines.get(5) or b"").strip() == b"x" * 98
    with pytest.raises(TooLong):
        lines.get(5)
