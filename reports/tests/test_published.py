"""The public record says why of everything that is broken in it, and tells nothing of the machine it was made on."""

from __future__ import annotations

import re
from fnmatch import fnmatchcase
from pathlib import Path

import pytest
from tempfile_reports import Document, load

PUBLISHED = Path(__file__).parent.parent / "published"


@pytest.fixture(scope="module")
def record() -> Document:
    return load(PUBLISHED / "standard-libraries.json")


def explained() -> dict[str, set[str]]:
    """The ids and patterns that the page names, by the implementation in whose part they stand."""
    parts = re.split(r"^## `([\w.]+)`$", (PUBLISHED / "README.md").read_text(encoding="utf-8"), flags=re.MULTILINE)
    named = {}
    for name, text in zip(parts[1::2], parts[2::2], strict=True):
        cells = [line.split("|")[1] for line in text.splitlines() if line.startswith("| `")]
        named[name] = {pattern for cell in cells for pattern in re.findall(r"`([\w*]+\.[\w*-]+)`", cell)}
    return named


def test_everything_that_is_broken_is_explained(record: Document) -> None:
    named = explained()
    missing = set()
    for run in record.runs:
        name = run.implementation.name
        # A module stands on the standard library's, and breaks what that does.
        patterns = named["tempfile"] | named.get(name, set())
        for verdict in run.verdicts:
            if verdict.verdict.broken and not any(fnmatchcase(verdict.guarantee, pattern) for pattern in patterns):
                missing.add((name, verdict.guarantee))
    assert not missing, sorted(missing)


def test_nothing_is_explained_that_is_not_there(record: Document) -> None:
    names = {run.implementation.name for run in record.runs}
    assert set(explained()) <= names
    for name, patterns in explained().items():
        broken = {
            v.guarantee
            for run in record.runs
            if run.implementation.name == name
            for v in run.verdicts
            if v.verdict.broken
        }
        idle = {pattern for pattern in patterns if not any(fnmatchcase(id_, pattern) for id_ in broken)}
        assert not idle, (name, sorted(idle))


def test_everything_that_is_broken_on_some_platform_is_explained() -> None:
    page = (PUBLISHED / "platforms.md").read_text(encoding="utf-8")
    here = {line.split("|")[1].strip(" `") for line in page.splitlines() if re.match(r"\| `[\w*]+\.[\w*-]+` \|", line)}
    used = set()
    for run in load(PUBLISHED / "platforms.json").runs:
        patterns = here | (explained()["tempfile"] if run.implementation.name == "tempfile" else set())
        for verdict in run.verdicts:
            if verdict.verdict.broken and verdict.accepted is None:
                found = {pattern for pattern in patterns if fnmatchcase(verdict.guarantee, pattern)}
                assert found, (run.lane, run.implementation.name, verdict.guarantee)
                used |= found
    assert here <= used, sorted(here - used)


def test_the_record_is_whole_and_of_one_contract(record: Document) -> None:
    assert all(run.complete and run.executed == run.selected for run in record.runs)
    assert len({run.suite.contract for run in record.runs}) == 1


def test_no_machine_is_told() -> None:
    files = [file for file in PUBLISHED.iterdir() if file.suffix in (".json", ".html", ".md", ".csv", ".svg", ".sarif")]
    assert {"platforms.json", "standard-libraries.json", "standard-libraries.html"} <= {file.name for file in files}
    for file in files:
        text = file.read_text(encoding="utf-8", errors="replace")
        assert not re.search(r"/(?:home|root|Users)/\w", text), file.name
