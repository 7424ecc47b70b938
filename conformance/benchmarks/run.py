"""How long the suite takes and how much memory, seen from outside: whole processes, several runs, the median.

The memory is the peak of the suite's own process, without its agents. Run it by ``nox -s benchmark``.
"""

from __future__ import annotations

import argparse
import shutil
import statistics
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from rich.console import Console
from rich.table import Table

SAMPLING = 0.01
"""Seconds between two looks at a process's peak memory, which only ever grows."""

WIDTH = 130

REPORT = "report.json"


@dataclass(frozen=True)
class Scenario:
    """A command line, how often it is run, and what it may take (seconds, MB) according to the goals."""

    title: str
    arguments: Sequence[str]
    runs: int
    seconds: float | None = None
    memory: float | None = None


@dataclass(frozen=True)
class Measured:
    """One run."""

    seconds: float
    memory: float | None
    """Peak resident memory in MB, None where the platform does not tell it of a single process."""


BASE = Scenario("python -c pass", [sys.executable, "-c", "pass"], runs=10)


def scenarios() -> list[Scenario]:
    """Return what is measured; raise SystemExit when the suite is not installed."""
    program = shutil.which("tempfile-conformance", path=str(Path(sys.executable).parent))
    if program is None:
        raise SystemExit("tempfile-conformance is not installed beside this python; pip install -e . first")
    return [
        Scenario("--help", [program, "--help"], runs=10, seconds=0.3),
        *(
            Scenario(
                " ".join(("check tempfile", *edition, "--profile", profile)),
                [program, "check", "tempfile", *edition, "--profile", profile, "--report", REPORT],
                runs=3,
                # The goals are for the first edition; today's have more promises.
                seconds=seconds if edition else None,
                memory=150,
            )
            for edition in (("--edition", "2.7"), ())
            for profile, seconds in (("quick", 4), ("standard", 20))
        ),
    ]


def measure(scenario: Scenario, folder: str) -> Measured:
    """Run *scenario* once in *folder*. Raise SystemExit when it did not do its work.

    Exit code 1 is fine if there is a report: the standard library breaks a promise or two.
    """
    report = Path(folder, REPORT)
    report.unlink(missing_ok=True)
    begun = time.perf_counter()
    process = subprocess.Popen(
        scenario.arguments,
        cwd=folder,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
    )
    peaks: list[float] = []
    over = threading.Event()
    watcher = threading.Thread(target=_watch, args=(process.pid, peaks, over))
    watcher.start()
    _, errors = process.communicate()
    seconds = time.perf_counter() - begun
    over.set()
    watcher.join()
    judged = process.returncode == 1 and report.exists()
    if process.returncode != 0 and not judged:
        said = errors.decode("utf-8", "replace").strip()
        raise SystemExit(f"{scenario.title}: exit code {process.returncode}\n{said}")
    return Measured(seconds, max(peaks, default=None))


def _watch(pid: int, peaks: list[float], over: threading.Event) -> None:
    """Append the peak memory of process *pid* to *peaks* until it is *over*; Linux only."""
    status = Path(f"/proc/{pid}/status")
    while True:
        try:
            lines = status.read_text().splitlines()
        except OSError:
            return
        peaks += [int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM:")]
        if over.wait(SAMPLING):
            return


def main() -> None:
    """Measure every scenario and print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, help="how often to run each command (default: 10, long ones 3)")
    parser.add_argument("--only", default="", metavar="TEXT", help="only the commands that contain TEXT")
    options = parser.parse_args()
    if options.runs is not None and options.runs < 1:
        parser.error("--runs has to be at least 1")
    chosen = [scenario for scenario in scenarios() if options.only in scenario.title]
    table = Table("command", "runs", "median", "fastest", "slowest", "to python", "peak memory", "goals")
    base: float | None = None
    with tempfile.TemporaryDirectory() as folder:
        for scenario in (BASE, *chosen):
            measured = [measure(scenario, folder) for _ in range(options.runs or scenario.runs)]
            times = [one.seconds for one in measured]
            base = base or statistics.median(times)
            table.add_row(*_row(scenario, measured, statistics.median(times) / base))
    Console(width=WIDTH).print(table)


def _row(scenario: Scenario, measured: Sequence[Measured], ratio: float) -> list[str]:
    times = [one.seconds for one in measured]
    median = statistics.median(times)
    memory = max((one.memory for one in measured if one.memory is not None), default=None)
    goals = []
    if scenario.seconds is not None:
        goals.append(f"≤ {scenario.seconds:g} s {'met' if median <= scenario.seconds else 'MISSED'}")
    if scenario.memory is not None and memory is not None:
        goals.append(f"≤ {scenario.memory:g} MB {'met' if memory <= scenario.memory else 'MISSED'}")
    return [
        scenario.title,
        str(len(measured)),
        f"{median:.3f} s",
        f"{min(times):.3f} s",
        f"{max(times):.3f} s",
        f"{ratio:.1f} : 1",
        "not told" if memory is None else f"{memory:.0f} MB",
        ", ".join(goals),
    ]


if __name__ == "__main__":
    main()
