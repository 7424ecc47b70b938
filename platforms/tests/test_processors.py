"""Keeping to one processor, and what is let off that."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest
from tempfile_platforms import processors
from tempfile_platforms.handshake import agent_for_python
from tempfile_platforms.session import Session

pytestmark = pytest.mark.skipif(
    not hasattr(os, "sched_setaffinity"), reason="a process cannot keep to one processor here"
)
ASK = [sys.executable, "-c", "import os; print(*sorted(os.sched_getaffinity(0)))"]


@pytest.fixture
def usable() -> Iterator[set[int]]:
    """The processors that may be used, and may be again afterwards."""
    before, known = os.sched_getaffinity(0), set(processors._ALL)
    processors._ALL.clear()
    yield before
    os.sched_setaffinity(0, before)
    processors._ALL.clear()
    processors._ALL.update(known)


def test_as_many_are_counted_as_may_be_used(usable: set[int]) -> None:
    assert processors.count() == len(usable)
    processors.keep_to_one(0)
    assert processors.count() == 1


@pytest.mark.parametrize("number", range(4))
def test_a_thread_and_what_it_starts_keep_to_one(usable: set[int], number: int) -> None:
    found: list[str] = []

    def work() -> None:
        processors.keep_to_one(number)
        found.append(subprocess.run(ASK, capture_output=True, text=True, check=True).stdout.strip())

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert found == [str(sorted(usable)[number % len(usable)])]
    assert os.sched_getaffinity(0) == usable


def test_what_races_may_use_all_of_them_and_nothing_else_does(usable: set[int], tmp_path: Path) -> None:
    processors.keep_to_one(0)
    session = Session(agent_for_python(sys.executable, "tempfile"), tmp_path)
    try:
        for operation, expected in (("getpid", {min(usable)}), ("fork", usable)):
            place = session.scratch / f"t{session.trials + 1:06d}"
            session.begin(umask=0o22, cwd=str(place), environment={}, scene=[], confine=False, user=None)
            assert session.trial_pid is not None
            session.request(operation, count=1, requests=[])
            assert os.sched_getaffinity(session.trial_pid) == expected
            session.end()
    finally:
        session.close()
        session.sweep()
