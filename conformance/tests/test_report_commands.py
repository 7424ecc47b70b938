"""The commands that work on reports, given what nobody should give them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from tempfile_conformance.cli import main_group

RUNS = Path(__file__).resolve().parents[2] / "reports" / "tests" / "runs"
BROKEN = (RUNS / "broken.json").read_bytes()

COMMANDS = {
    "report": ["report", "BAD", "--report", "out.html"],
    "merge": ["merge", "good.json", "BAD", "--report", "out.html", "--report", "out.json"],
    "diff": ["diff", "good.json", "BAD"],
    "diff back": ["diff", "BAD", "good.json"],
    "baseline": ["baseline", "BAD", "--output", "out.toml"],
    "reproduce": ["reproduce", "BAD", "mkstemp.owner-only"],
}
FILES = {
    "empty": (b"", "the file is empty"),
    "truncated": (BROKEN[: len(BROKEN) // 2], "the file breaks off - line"),
    "not JSON": (b"<html>", "not JSON: Expecting value - line 1, column 1"),
    "not text": (b"\x89PNG\r\n\x1a\n\xff", "not UTF-8 text"),
    "foreign": (b'{"version": "2.1.0", "runs": []}', "no report of tempfile-conformance"),
    "deep": (b'{"schema": "1.0", "runs": ' + b"[" * 200_000, "nested too deep"),
    "of tomorrow": (BROKEN.replace(b'"schema": "1.0"', b'"schema": "2.0"', 1), "use a newer tempfile-conformance"),
    "edited by hand": (BROKEN.replace(b'"verdict": "pass"', b'"verdict": "ok"', 1), "verdicts["),
    "a huge number": (BROKEN.replace(b'"seconds": ', b'"seconds": ' + b"9" * 5000, 1), "BAD: "),
}


@pytest.fixture
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    Path("good.json").write_bytes((RUNS / "clean.json").read_bytes())
    return tmp_path


def run(*arguments: str) -> Result:
    return CliRunner().invoke(main_group, arguments)


def refused(result: Result, *said: str) -> None:
    """One clear message on standard error, exit code 2, and nothing else."""
    assert result.exit_code == 2, result.output
    assert result.stdout == ""
    (line,) = result.stderr.splitlines()
    assert line.isprintable()
    assert len(line) < 600
    for text in said:
        assert text in line


@pytest.mark.parametrize("file", FILES)
@pytest.mark.parametrize("command", COMMANDS)
def test_a_bad_file_is_named_with_the_place_and_nothing_is_written(place: Path, command: str, file: str) -> None:
    data, said = FILES[file]
    Path("BAD").write_bytes(data)
    refused(run(*COMMANDS[command]), "BAD", said)
    assert sorted(entry.name for entry in place.iterdir()) == ["BAD", "good.json"]


def test_a_file_is_merged_once_only(place: Path) -> None:
    refused(run("merge", "good.json", "good.json", "--report", "out.html"), "good.json", "give each file once")
    Path("copy.json").write_bytes(Path("good.json").read_bytes())
    refused(run("merge", "good.json", "copy.json"), "copy.json", "the same run as good.json")
    assert not Path("out.html").exists()


@pytest.mark.parametrize("name", ["out.pdf", "missing/out.html"])
def test_a_report_that_cannot_be_written_is_refused_and_the_others_are_left_alone(place: Path, name: str) -> None:
    Path("kept.html").write_text("kept")
    result = run("report", "good.json", "--report", name)
    refused(result, name)
    assert Path("kept.html").read_text() == "kept"
    assert not any(entry.name.endswith(".part") for entry in place.rglob("*"))


def test_what_a_report_says_is_printed_harmlessly(place: Path) -> None:
    Path("bad.json").write_bytes((RUNS / "hostile.json").read_bytes())
    guarantee = json.loads(Path("bad.json").read_bytes())["runs"][0]["verdicts"][0]["guarantee"]
    for arguments in (
        ["report", "bad.json"],
        ["report", "bad.json", "--verbose"],
        ["merge", "bad.json"],
        ["diff", "good.json", "bad.json"],
        ["baseline", "bad.json", "--output", "b.toml"],
        ["reproduce", "bad.json", guarantee],
        ["reproduce", "bad.json", "\x1b[2J"],
    ):
        result = run(*arguments)
        assert result.exit_code in (0, 1, 2, 3), result.exception
        assert not isinstance(result.exception, Exception) or isinstance(result.exception, SystemExit)
        for stream in (result.stdout, result.stderr):
            assert stream.replace("\n", "").isprintable(), arguments
