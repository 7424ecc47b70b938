"""Mutates the standard libraries and the reference, judges every mutant, and writes the ledger.

The mutants are cosmic-ray's; the test command is ``verdict.py``. What was judged is kept in the work directory: a run
that was cut off goes on where it stopped. Run it by ``nox -s mutants``.
"""

from __future__ import annotations

import argparse
import fnmatch
import hashlib
import json
import shlex
import sqlite3
import subprocess
import sys
import time
from collections import defaultdict
from collections.abc import Iterable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import ledger
import reach
from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import WorkerOutcome, WorkResult
from rich.console import Console
from targets import TARGETS, Target
from tempfile_conformance import contract
from tempfile_conformance.judge import PROFILES, Effort
from tempfile_conformance.scratch import scratch_directory
from tempfile_conformance.subjects import greet
from tempfile_conformance.worker import Judge, Settings
from tempfile_platforms.interpreters import InterpreterError
from verdict import cpython

HERE = Path(__file__).parent
SUITE = sorted(Path(contract.__file__).parents[1].rglob("*.py"))
"""What a verdict depends on besides the module: with other checks, other code is reached."""

RECORD = HERE.parents[1] / "reports" / "published" / "mutants"
TIMEOUT = 3600
"""Seconds for a mutant in all; `verdict.py` ends much sooner by itself."""

say = Console(stderr=True).print


def prepare(target: Target, folder: Path, *, again: bool) -> Path:
    """Lays out the copy, finds out which guarantees it keeps, and lists the mutants, unless all that is done.

    Returns the configuration for cosmic-ray. Raises SystemExit when the unmutated module cannot be judged.
    """
    folder.mkdir(parents=True, exist_ok=True)
    copy = target.lay_out(folder)
    files = sorted(copy.rglob("*.py")) if copy.is_dir() else [copy]
    left = [str(file) for file in files if any(fnmatch.fnmatch(file.name, pattern) for pattern in target.leave)]
    command = shlex.join([sys.executable, str(HERE / "verdict.py"), target.name, str(folder), "1"])
    settings = folder / "cosmic-ray.toml"
    settings.write_text(
        "[cosmic-ray]\n"
        f"module-path = {json.dumps(str(copy))}\n"
        f"excluded-modules = {json.dumps(left)}\n"
        f"timeout = {TIMEOUT}\n"
        f"test-command = {json.dumps(command)}\n"
        '[cosmic-ray.distributor]\nname = "local"\n'
    )
    same = not again and remembered(folder / "digest", files)
    if same and remembered(folder / "suite", SUITE):
        return settings
    say(f"{target.name}: judging it unmutated")
    (folder / "unmutated.json").write_text(json.dumps(unmutated(target, folder)))
    say(f"{target.name}: looking which check reaches what")
    reach.record([file for file in files if str(file) not in left], folder, lambda: one_by_one(target, folder))
    if not same:
        session = folder / "session.sqlite"
        session.unlink(missing_ok=True)
        cosmic_ray("init", str(settings), str(session))
        leave_annotations(session)
    remember(folder / "digest", files)
    remember(folder / "suite", SUITE)
    return settings


def digest(files: Iterable[Path]) -> str:
    """A digest of what stands in the files."""
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def remember(mark: Path, files: Iterable[Path]) -> None:
    """Keeps what the files are like now."""
    mark.write_text(digest(files))


def remembered(mark: Path, files: Iterable[Path]) -> bool:
    """Whether the files are as they were when they were remembered."""
    return mark.exists() and mark.read_text() == digest(files)


def judged(target: Target, folder: Path) -> list[dict[str, Any]]:
    """The verdicts of the suite on what stands in the folder. Raises SystemExit when it cannot be judged."""
    report = folder / "report.json"
    program = [sys.executable, "-m", "tempfile_conformance", "check", *target.suite(folder), "--profile", "quick"]
    done = subprocess.run([*program, "--report", str(report)], capture_output=True, text=True, check=False)
    if done.returncode not in (0, 1):
        raise SystemExit(f"{target.name} could not be judged unmutated:\n{done.stdout}{done.stderr}")
    verdicts: list[dict[str, Any]] = json.loads(report.read_text(encoding="utf-8"))["runs"][0]["verdicts"]
    return verdicts


def unmutated(target: Target, folder: Path) -> dict[str, Any]:
    """What the unmutated copy keeps, and how long it takes to judge it. Raises SystemExit when it cannot be judged."""
    began = time.monotonic()
    verdicts = judged(target, folder)
    seconds = time.monotonic() - began
    kept = [item["guarantee"] for item in verdicts if item["verdict"] == "pass"]
    tests = cpython(target, folder) if target.standard else {"killed": False, "seconds": 0.0}
    if tests["killed"]:
        raise SystemExit(f"{target.name}: CPython's own tests fail on the unmutated copy")
    return {"kept": kept, "seconds": seconds, "cpython": tests["seconds"]}


def one_by_one(target: Target, folder: Path) -> Iterator[str]:
    """Judges by one guarantee after the other, and yields its name; an empty one first, when all is ready.

    In this process: a program for each would take longer to start than to judge.
    """
    subject = greet(target.implementation(folder), edition=target.edition)
    with (
        scratch_directory() as scratch,
        closing(Judge([subject], Settings(Effort(PROFILES["quick"])), scratch, scratch.name)) as judge,
    ):
        yield ""
        for name in contract.load().guarantees:
            judge.verdict(0, name)
            yield name


def cosmic_ray(*arguments: str) -> None:
    """Runs one of cosmic-ray's commands. Raises CalledProcessError."""
    subprocess.run([sys.executable, "-m", "cosmic_ray.cli", *arguments], check=True)


def leave_annotations(session: Path) -> None:
    """Takes the mutants of annotations out of the list: they promise nothing, and most of them only fail to import."""
    with closing(sqlite3.connect(session)) as database, database:
        listed = database.execute("SELECT job_id, module_path, start_pos_row, start_pos_col FROM mutation_specs")
        modules = defaultdict(list)
        for job, module, *start in listed.fetchall():
            modules[module].append((job, tuple(start)))
        for module, mutants in modules.items():
            spans = reach.annotations(Path(module).read_text(encoding="utf-8"))
            left = [(job,) for job, start in mutants if any(first <= start < last for first, last in spans)]
            database.executemany("DELETE FROM mutation_specs WHERE job_id = ?", left)
            database.executemany("DELETE FROM work_items WHERE job_id = ?", left)


def sample(session: Path, every: int) -> None:
    """Leaves out all but every so many of the mutants; takes in what an earlier run left out."""
    # The library has no way to take a result back. One without an output is that of a run that was cut off.
    with closing(sqlite3.connect(session)) as database, database:
        database.execute("DELETE FROM work_results WHERE worker_outcome = 'SKIPPED' OR output NOT LIKE '{%'")
    with use_db(session, WorkDB.Mode.open) as database:
        judged = {job for job, _ in database.results}
        for number, item in enumerate(sorted(database.work_items, key=ledger.place)):
            if item.job_id not in judged and number % every:
                database.set_result(item.job_id, WorkResult(WorkerOutcome.SKIPPED, output="not in the sample"))


def main() -> None:
    """Reads the arguments and does it."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("targets", nargs="*", metavar="TARGET", help=f"{', '.join(TARGETS)}; all without one")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="judge only every Nth mutant")
    parser.add_argument("--again", action="store_true", help="start anew, instead of going on where a run stopped")
    parser.add_argument("--work", type=Path, required=True, help="where copies and sessions are kept")
    parser.add_argument("--record", type=Path, default=RECORD, help="the ledger, without its ending")
    parser.add_argument("--ledger-only", action="store_true", help="write the ledger of what was judged")
    options = parser.parse_args()
    if unknown := set(options.targets) - set(TARGETS):
        parser.error(f"no target {', '.join(sorted(unknown))}; there are {', '.join(TARGETS)}")
    for name in options.targets or TARGETS:
        folder = options.work.resolve() / name
        if options.ledger_only:
            continue
        try:
            settings = prepare(TARGETS[name], folder, again=options.again)
        except InterpreterError as error:
            say(f"{name}: not judged: {error}")
            continue
        sample(folder / "session.sqlite", options.every)
        say(f"{name}: judging the mutants")
        cosmic_ray("exec", str(settings), str(folder / "session.sqlite"))
    ledger.write(options.work.resolve(), options.record)


if __name__ == "__main__":
    main()
