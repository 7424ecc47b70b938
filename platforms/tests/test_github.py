"""What GitHub is told: annotations that say the right thing and nothing more, and the shell steps of the action."""

from __future__ import annotations

import base64
import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import pytest
from tempfile_platforms import github

ROOT = Path(__file__).resolve().parents[2]
ACTION = (ROOT / "action.yml").read_text(encoding="utf-8")


def document(*verdicts: dict[str, Any], file: str | None = None) -> dict[str, Any]:
    """A report with one run."""
    names = [verdict["guarantee"] for verdict in verdicts]
    return {
        "guarantees": {name: {"statement": f"What {name} says.", "level": "must"} for name in names},
        "runs": [{"implementation": {"name": "mine", "file": file}, "verdicts": list(verdicts)}],
    }


def broken(name: str = "mkstemp.mode", **more: Any) -> dict[str, Any]:
    """A broken guarantee."""
    return {"guarantee": name, "verdict": "fail", "counterexample": {"expected": "one", "seen": "two"}, **more}


def test_a_broken_guarantee_is_an_error_with_its_counterexample() -> None:
    (line,) = github.workflow_commands(document(broken()), "/w")
    assert line == "::error title=mkstemp.mode (mine)::What mkstemp.mode says.%0Aexpected one%0Aseen two"


def test_what_is_kept_or_undecided_is_not_annotated() -> None:
    others = [{"guarantee": name, "verdict": name} for name in ("pass", "inconclusive", "inapplicable", "unsupported")]
    assert list(github.workflow_commands(document(*others), "/w")) == []


def test_an_accepted_failure_is_a_notice() -> None:
    (line,) = github.workflow_commands(document(broken(accepted={"reason": "it is old"})), "/w")
    assert line.startswith("::notice ")
    assert line.endswith("%0Aaccepted: it is old")


def test_a_file_is_named_only_inside_the_workspace(tmp_path: Path) -> None:
    file = tmp_path / "src" / "mine.py"
    inside = github.workflow_commands(document(broken(), file=str(file)), str(tmp_path))
    outside = github.workflow_commands(document(broken(), file=str(file)), str(tmp_path / "other"))
    assert ",file=src/mine.py::" in next(inside)
    assert "file=" not in next(outside)


@pytest.mark.parametrize("evil", ["\n::error::forged", "\r::set-env name=A::b", "%0A::warning::x"])
def test_nothing_in_a_report_can_start_another_command(evil: str) -> None:
    counterexample = {"expected": evil, "seen": evil}
    lines = list(github.workflow_commands(document(broken(counterexample=counterexample, reproduce=evil)), "/w"))
    assert len(lines) == 1
    assert not re.search(r"[\r\n]", lines[0])
    assert lines[0].count(github._escaped(evil)) == 3


def test_many_broken_guarantees_end_with_how_many_more() -> None:
    names = [f"mkstemp.n{number}" for number in range(github.LIMIT + 5)]
    lines = list(github.workflow_commands(document(*map(broken, names)), "/w"))
    assert len(lines) == github.LIMIT
    assert lines[-1].startswith("::error::6 more ")


def test_the_findings_are_the_report_packed() -> None:
    body = github.findings(b'{"runs": []}', {"GITHUB_SHA": "abc", "GITHUB_REF": "refs/heads/main"})
    assert (body["commit_sha"], body["ref"]) == ("abc", "refs/heads/main")
    assert gzip.decompress(base64.b64decode(body["sarif"])) == b'{"runs": []}'


def test_wrong_usage_shows_what_there_is(capsys: pytest.CaptureFixture[str]) -> None:
    assert github.main(["fly"]) == 2
    assert "annotate RUN.json" in capsys.readouterr().err


# --- action.yml


def steps() -> dict[str, str]:
    """The shell steps of the action: their scripts by name."""
    found = re.findall(r"^    - name: (.+)\n((?:(?:      .*)?\n)+)", ACTION + "\n", re.MULTILINE)
    scripts = {name: body.partition("run: |\n")[2] for name, body in found}
    return {name: textwrap.dedent(script) for name, script in scripts.items() if script}


def test_no_input_is_pasted_into_a_script() -> None:
    assert list(steps()) == ["Install", "Judge", "Show", "Send the findings to code scanning"]
    assert [name for name, script in steps().items() if "${{" in script] == []


def test_every_action_is_pinned_by_commit() -> None:
    for file in (ROOT / "action.yml", *(ROOT / ".github" / "workflows").glob("*.yml")):
        used = re.findall(r"uses: (\S+)", file.read_text(encoding="utf-8"))
        pinned = [one for one in used if re.fullmatch(r"[\w-]+/[\w-]+@[0-9a-f]{40}|\$/", one)]
        assert [one for one in used if one not in pinned and "OWNER" not in one] == []


needs_bash = pytest.mark.skipif(shutil.which("bash") is None or os.name == "nt", reason="the steps are for bash")


@needs_bash
@pytest.mark.parametrize(("only", "code"), [("mktemp.suffix", 0), ("mktemp.suffix names.*prefix*", 2)])
def test_the_steps_judge_and_show(tmp_path: Path, only: str, code: int) -> None:
    reports, output, summary = tmp_path / "reports", tmp_path / "output", tmp_path / "summary"
    reports.mkdir()
    common = {"SUITE": sys.executable, "REPORTS": str(reports), "GITHUB_WORKSPACE": str(tmp_path)}
    files = {"GITHUB_OUTPUT": str(output), "GITHUB_STEP_SUMMARY": str(summary)}
    inputs = dict.fromkeys(("PYTHON", "MODULES", "EDITION", "BASELINE"), "")
    inputs |= {"IMPLEMENTATION": "stdlib", "PROFILE": "quick", "ONLY": only}
    assert run_step("Judge", common | files | inputs) == code
    assert output.read_text() == f"exit-code={code}\n"
    assert run_step("Show", common | files) == 0
    if code == 0:
        assert json.loads((reports / "run.json").read_text(encoding="utf-8"))["runs"]
        assert "| tempfile | " in summary.read_text(encoding="utf-8")


@needs_bash
def test_an_input_that_is_a_script_stays_an_argument(tmp_path: Path) -> None:
    reports, trap = tmp_path / "reports", tmp_path / "trap"
    reports.mkdir()
    inputs = dict.fromkeys(("PYTHON", "MODULES", "BASELINE", "ONLY"), "")
    inputs |= {"IMPLEMENTATION": f"$(touch {trap})", "EDITION": f"`touch {trap}`", "PROFILE": f"quick; touch {trap}"}
    inputs |= {"SUITE": sys.executable, "REPORTS": str(reports), "GITHUB_OUTPUT": str(tmp_path / "output")}
    assert run_step("Judge", inputs) == 2
    assert not trap.exists()


def run_step(name: str, environment: dict[str, str]) -> int:
    """Run a step as GitHub does, and return its exit code."""
    script = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", steps()[name]]
    return subprocess.run(script, env=dict(os.environ, **environment), capture_output=True, check=False).returncode
