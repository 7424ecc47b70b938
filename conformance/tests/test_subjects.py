"""Which edition an implementation is held against, and what a run says of the reason."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from tempfile_conformance.subjects import greet
from tempfile_platforms import handshake
from tempfile_platforms.implementations import resolve
from tempfile_platforms.protocol import VERSION

MODULE = "def mkdtemp(): pass\n"


@pytest.mark.parametrize(
    ("declared", "asked", "edition", "reason"),
    [
        ("3.9", None, "3.9", "declared by the implementation"),
        ("3.9", "2.7", "2.7", "asked for with --edition"),
        ("2.7", None, "2.7", "declared by the implementation"),
    ],
)
def test_what_is_asked_for_comes_before_what_is_declared(
    tmp_path: Path, declared: str, asked: str | None, edition: str, reason: str
) -> None:
    module = tmp_path / "mine.py"
    module.write_text(f"__tempfile_edition__ = {declared!r}\n{MODULE}")
    subject = greet(resolve(str(module)), edition=asked)
    assert (subject.edition, subject.edition_reason) == (edition, reason)


def test_an_edition_that_is_declared_as_a_number_is_told_too(tmp_path: Path) -> None:
    module = tmp_path / "mine.py"
    module.write_text(f"__tempfile_edition__ = 3.1\n{MODULE}")
    assert greet(resolve(str(module))).edition_reason.endswith("; it declares '3.1', which is no edition")


def told(
    monkeypatch: pytest.MonkeyPatch, version: str, declared: str | None = None, language: str = "Python"
) -> tuple[str, str]:
    """The edition and the reason for an agent that says this of itself."""
    raw: dict[str, Any] = {
        "protocol": VERSION,
        "agent": {"name": "toy"},
        "implementation": {"name": "toy", "functions": ["mkstemp"], "edition": declared},
        "runtime": {"language": language, "version": version},
    }
    monkeypatch.setattr("tempfile_platforms.session.read_hello", lambda _: handshake.read_hello(raw))
    subject = greet(resolve("tempfile"))
    return subject.edition, subject.edition_reason


@pytest.mark.parametrize(
    ("version", "edition"),
    [
        ("2.7.18", "2.7"),
        ("3.6.15", "3.6"),
        ("3.9.16", "3.9"),
        ("3.11.2", "3.11"),
        ("3.14.10", "3.14"),
        ("3.13", "3.13"),
    ],
)
def test_without_either_it_is_the_version_of_the_interpreter(
    monkeypatch: pytest.MonkeyPatch, version: str, edition: str
) -> None:
    assert told(monkeypatch, version) == (edition, "the version of its interpreter")


@pytest.mark.parametrize(
    ("version", "edition"),
    [("3.15.2", "3.14"), ("3.15.0a1", "3.14"), ("4.0.0", "3.14"), ("3.5.9", "3.6"), ("2.6.9", "2.7")],
)
def test_or_the_nearest_where_there_is_no_such_edition(
    monkeypatch: pytest.MonkeyPatch, version: str, edition: str
) -> None:
    expected = (edition, f"the nearest edition to the version of its interpreter, {version}")
    assert told(monkeypatch, version) == expected


@pytest.mark.parametrize("declared", ["3.5", "4.0", "3.13.1", "newest", ""])
def test_a_declared_edition_that_there_is_not_is_passed_over_and_told(
    monkeypatch: pytest.MonkeyPatch, declared: str
) -> None:
    reason = f"the version of its interpreter; it declares {declared!r}, which is no edition"
    assert told(monkeypatch, "3.12.1", declared) == ("3.12", reason)


@pytest.mark.parametrize("language", ["Perl", "C", ""])
def test_the_version_of_another_language_says_nothing(monkeypatch: pytest.MonkeyPatch, language: str) -> None:
    assert told(monkeypatch, "5.36.0", language=language) == ("3.14", "the newest edition, as it declares none")
