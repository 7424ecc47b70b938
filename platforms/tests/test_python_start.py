"""How the Python agent starts: compiled once for as many starts as a session needs."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from conversing import OTHERS
from tempfile_platforms import handshake, interpreters

START = Path(handshake.__file__).with_name("agents") / "python_start.py"

PROGRAM = """
import os, sys
print([__name__, os.path.basename(__file__), sys.argv[1:], "TEMPFILE_CONFORMANCE_CODE" in os.environ])
"""


@pytest.fixture(params=[None, *OTHERS], ids=lambda name: name or "this one")
def python(request: pytest.FixtureRequest) -> str:
    return interpreters.find(request.param).executable


def start(python: str, program: Path, kept: Path | None) -> str:
    environment = {} if kept is None else {"TEMPFILE_CONFORMANCE_CODE": str(kept)}
    command = [python, "-B", str(START), str(program), "--sensor", "wrap"]
    answer = subprocess.run(command, capture_output=True, env=environment, text=True, check=True)
    return answer.stdout.strip()


@pytest.fixture
def program(tmp_path: Path) -> Path:
    path = tmp_path / "program.py"
    path.write_text(PROGRAM)
    return path


AS_ITSELF = "['__main__', 'program.py', ['--sensor', 'wrap'], False]"


def test_the_program_runs_as_if_started_itself(python: str, program: Path) -> None:
    assert start(python, program, None) == AS_ITSELF
    assert sorted(program.parent.iterdir()) == [program]


def test_its_code_is_kept_and_used_again(python: str, program: Path) -> None:
    kept = program.parent / "code"
    assert start(python, program, kept) == AS_ITSELF
    assert sorted(program.parent.iterdir()) == [kept, program]
    program.write_text("print('compiled again')")
    assert start(python, program, kept) == AS_ITSELF


@pytest.mark.parametrize("damage", [b"", b"no code", b"\xe3"])
def test_code_that_is_damaged_or_cannot_be_kept_does_no_harm(python: str, program: Path, damage: bytes) -> None:
    kept = program.parent / "code"
    kept.write_bytes(damage)
    assert start(python, program, kept) == AS_ITSELF
    assert start(python, program, program.parent / "missing" / "code") == AS_ITSELF
