"""What the tests of this room share."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from tempfile_conformance.judge import PROFILES, Effort
from tempfile_conformance.scratch import scratch_directory
from tempfile_conformance.subjects import greet
from tempfile_conformance.worker import Judge, Settings
from tempfile_platforms import processors
from tempfile_platforms.implementations import resolve
from tempfile_reports.model import Verdict

JudgeOne = Callable[..., dict[str, Verdict]]


@pytest.fixture(scope="session", autouse=True)
def _one_processor_each() -> None:
    """Where pytest-xdist keeps every processor busy, each of its workers keeps to one."""
    if os.environ.get("PYTEST_XDIST_WORKER_COUNT") == str(processors.count()):
        processors.keep_to_one(int(os.environ["PYTEST_XDIST_WORKER"].removeprefix("gw")))


@pytest.fixture
def place() -> Iterator[Path]:
    """A directory that every user may pass through, unlike pytest's own."""
    with tempfile.TemporaryDirectory(prefix="tempfile-conformance-tests-") as folder:
        path = Path(folder).resolve()
        path.chmod(0o755)
        yield path


@pytest.fixture
def judge_module(place: Path) -> Iterator[JudgeOne]:
    """Judges a module given as source text (or by name) on some guarantees."""
    opened: list[Judge] = []

    def judge(
        source: str, *guarantees: str, edition: str | None = None, timeout: float = 10.0, isolation: str = "auto"
    ) -> dict[str, Verdict]:
        name = source
        if "\n" in source or " " in source:
            file = place / "subject.py"
            file.write_text(source, encoding="utf-8")
            name = str(file)
        subject = greet(resolve(name), edition=edition)
        with scratch_directory(place) as scratch:
            settings = Settings(Effort(PROFILES["quick"]), timeout, isolation)
            every = Judge([subject], settings, scratch, scratch.name)
            opened.append(every)
            try:
                return {guarantee: every.verdict(0, guarantee) for guarantee in guarantees}
            finally:
                every.close()

    yield judge
    for every in opened:
        every.close()
