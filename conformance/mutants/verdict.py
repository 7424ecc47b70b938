"""The test command of one mutant: judges what stands in the folder now, by the suite and by CPython's own tests.

The suite judges by the guarantees whose checks reach what was changed; where none does, the mutant survives.

Prints one line of JSON, ``{"suite": {"killed": ..., "by": ..., "seconds": ...}, "cpython": {...}}``, and exits with 1
when the suite killed the mutant.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import reach
from targets import TARGETS, Target

PATIENCE = 5.0
"""How many times as long as for the unmutated module either may take; a mutant that takes longer is killed."""

LEAST = 60.0
"""Seconds that either may take at the least."""

CALL = "20"
"""Seconds that one call may take: mutants loop for ever."""


def suite(target: Target, folder: Path, kept: Sequence[str], jobs: int, usual: float = 0.0) -> dict[str, Any]:
    """Judges by guarantees that the unmutated module keeps, until one fails; `usual` is its time in seconds."""
    report = folder / "mutant.json"
    report.unlink(missing_ok=True)
    program = [sys.executable, "-m", "tempfile_conformance", "check", *target.suite(folder)]
    program += ["--profile", "quick", "--fail-fast", "--timeout", CALL, "--jobs", str(jobs), "--report", str(report)]
    program += [word for name in kept for word in ("--only", name)]
    code, output, seconds = _run(program, patience=max(LEAST, PATIENCE * usual))
    by = None
    if code != 0:
        by = "no end" if code == ENDED else _broken(report) or ("module" if code == 3 else None)
        if by is None:
            raise SystemExit(f"the suite could not judge: {output}")
    return {"killed": by is not None, "by": by, "seconds": seconds}


def _broken(report: Path) -> str | None:
    if not report.exists():
        return None
    verdicts = json.loads(report.read_text(encoding="utf-8"))["runs"][0]["verdicts"]
    broken = [item["guarantee"] for item in verdicts if item["verdict"] in ("fail", "crash", "timeout", "unsupported")]
    return str(broken[0]) if broken else None


def cpython(target: Target, folder: Path, usual: float = 0.0) -> dict[str, Any]:
    """Judges by CPython's own tests, until one fails."""
    environment = {"PYTHONPATH": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    code, _, seconds = _run(target.cpython(), environment, folder, max(LEAST, PATIENCE * usual))
    return {"killed": code != 0, "seconds": seconds}


ENDED = -1000


def _run(
    command: Sequence[str],
    environment: Mapping[str, str] | None = None,
    cwd: Path | None = None,
    patience: float = LEAST,
) -> tuple[int, str, float]:
    """Exit code (`ENDED` when it had to be ended), output and seconds of a program and all that it started."""
    began = time.monotonic()
    started = subprocess.Popen(
        command,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        env={**os.environ, **(environment or {})},
        cwd=cwd,
        text=True,
        errors="replace",
        start_new_session=True,
    )
    try:
        output, _ = started.communicate(timeout=patience)
        code = started.returncode
    except subprocess.TimeoutExpired:
        code, output = ENDED, "no end"
    finally:
        with contextlib.suppress(ProcessLookupError):
            os.killpg(started.pid, signal.SIGKILL)
        started.communicate()
    return code, output, round(time.monotonic() - began, 2)


def main() -> int:
    """Judges and prints; the arguments are the target's name, its folder and the number of workers."""
    name, folder, jobs = sys.argv[1], Path(sys.argv[2]), int(sys.argv[3])
    target = TARGETS[name]
    unmutated = json.loads((folder / "unmutated.json").read_text(encoding="utf-8"))
    found: dict[str, Any] = {"suite": {"killed": False, "by": None, "seconds": 0.0}}
    if guarantees := reach.reaching(folder, unmutated["kept"]):
        found["suite"] = suite(target, folder, guarantees, jobs, unmutated["seconds"])
    if target.standard:
        found["cpython"] = cpython(target, folder, unmutated["cpython"])
    sys.stdout.write(json.dumps(found) + "\n")
    return int(found["suite"]["killed"])


if __name__ == "__main__":
    sys.exit(main())
