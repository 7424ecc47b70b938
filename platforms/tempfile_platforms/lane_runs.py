"""Judging in lanes: `python -m tempfile_platforms.lane_runs` runs what this host can run and skips the rest by name.

Every lane is a run of the command line in a process of its own, several of them at once; what comes out is merged into
one matrix.
"""

from __future__ import annotations

import argparse
import json
import os
import shlex
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

from tempfile_platforms import confining, processors
from tempfile_platforms.implementations import REGISTERED
from tempfile_platforms.lanes import TIERS, Lane, LaneError, Missing, baseline, missing, select
from tempfile_platforms.users import OVERFLOW

SUITE = (sys.executable, "-m", "tempfile_conformance")
STANDARD = "tempfile"
PATIENCE = 30.0
"""Seconds the suite gets to clean up after an interrupt."""


@dataclass(frozen=True)
class Result:
    """What came of one lane: the exit code of the suite, and its report where it wrote one."""

    lane: Lane
    code: int
    report: Path | None
    seconds: float

    @property
    def wrong(self) -> str:
        """Why the lane failed; empty where it is as it should be.

        What a standard library breaks is for the record and no failure, that of another language too; what anything
        else breaks is.
        """
        if self.report is None or self.code not in (0, 1, 3):
            return f"exit code {self.code}"
        if self.code == 3:
            return "could not be judged"
        recorded = set(self.lane.subjects) <= {STANDARD, *REGISTERED}
        return "a guarantee is broken" if self.code == 1 and not recorded else ""


def command(lane: Lane, report: Path, options: argparse.Namespace) -> list[str]:
    """Return the suite's command line for a lane: `compare` beside the standard library, or `check` of that alone."""
    others = [name for name in lane.subjects if name != STANDARD]
    beside = bool(others) and STANDARD in lane.subjects
    words = [*SUITE, *(["compare", *others, "--against", "stdlib"] if beside else ["check", lane.subjects[0]])]
    words += ["--profile", options.profile, "--report", str(report)]
    words += ["--python", lane.python] if lane.python else []
    for folder in options.path if others and lane.python else ():
        words += ["--path", str(Path(folder).resolve())]
    examples = options.examples or lane.examples
    words += ["--examples", str(examples)] if examples else []
    timeout = options.timeout or lane.timeout
    words += ["--timeout", str(timeout)] if timeout else []
    words += ["--jobs", str(options.jobs)] if options.jobs else []
    for pattern in options.only:
        words += ["--only", pattern]
    known = baseline(lane)
    return words + (["--baseline", str(known)] if known else [])


class Round:
    """The lanes that are run side by side: the commands that are at work for them, and their end.

    `options` are those of the command line; `reports` is an existing directory for what the suite writes. `alone` is
    whether one lane is run at a time: then its words are shown as they come.
    """

    def __init__(self, options: argparse.Namespace, reports: Path, *, alone: bool = True) -> None:
        self.options = options
        self.reports = reports
        self.alone = alone
        self._turn = threading.Lock()
        self._working: set[subprocess.Popen[bytes]] = set()
        self._ended = False

    def run(self, lane: Lane) -> Result:
        """Judge what a lane judges. The suite's own words go to standard error; beside others, when it has ended."""
        began = time.monotonic()
        # Its own name is kept short: a socket's path may have 107 characters.
        base = Path(os.path.realpath(tempfile.mkdtemp(prefix="lane-")))
        try:
            base.chmod(0o711)
            out = base / "out"
            out.mkdir()
            if lane.user in ("ordinary", "homeless"):
                os.chown(out, OVERFLOW, OVERFLOW)
            written = out / "run.json"
            words, environment = command(lane, written, self.options), dict(os.environ)
            if lane.filesystem is not None or lane.user not in ("", "root"):
                words += ["--scratch", str(base / "here")]
                words = confining.confined(lane, words, base, confining.needed_directories())
            if lane.scratch.startswith("fuse"):
                environment["TEMPFILE_CONFORMANCE_FILESYSTEM"] = lane.scratch
            code = self._carried_out(words, environment)
            report = _kept(lane, written, self.reports) if written.is_file() else None
        finally:
            shutil.rmtree(base, ignore_errors=True)
        result = Result(lane, code, report, time.monotonic() - began)
        print(f"{lane.name}: {result.seconds:.0f} s", file=sys.stderr, flush=True)  # noqa: T201
        return result

    def _carried_out(self, words: Sequence[str], environment: dict[str, str]) -> int:
        """Run a command to its end and return its exit code."""
        kept = None if self.alone else subprocess.PIPE
        errors = None if self.alone else subprocess.STDOUT
        with self._turn:
            if self._ended:
                return 3
            # A session of its own: an interrupt is handed on, and what it runs in new mounts gets it too.
            process = subprocess.Popen(
                words, env=environment, stdout=kept or sys.stderr, stderr=errors, start_new_session=True
            )
            self._working.add(process)
        said, _ = process.communicate()
        with self._turn:
            self._working.discard(process)
            if said:
                sys.stderr.write(said.decode(errors="replace"))
        return process.returncode

    def end(self) -> None:
        """End what is at work, with time to clean up. Nothing is begun any more."""
        with self._turn:
            self._ended = True
            working = list(self._working)
        for process in working:
            _tell(process, signal.SIGTERM)
        deadline = time.monotonic() + PATIENCE
        for process in working:
            try:
                process.wait(max(0.0, deadline - time.monotonic()))
            except subprocess.TimeoutExpired:
                _tell(process, getattr(signal, "SIGKILL", signal.SIGTERM))
                process.wait()


def _tell(process: subprocess.Popen[bytes], number: int) -> None:
    """Send a signal to the command and, where it has a session of its own, to what it runs in new mounts."""
    if process.poll() is not None:
        return
    if sys.platform == "win32":
        process.terminate()
    else:
        os.killpg(process.pid, number)


def _kept(lane: Lane, written: Path, reports: Path) -> Path:
    """Put the name of the lane into its report, and keep it."""
    document = json.loads(written.read_text(encoding="utf-8"))
    for found in document["runs"]:
        found["lane"] = lane.name
    kept = reports / f"{lane.name}.json"
    kept.write_text(json.dumps(document), encoding="utf-8")
    return kept


def tell(result: Result) -> str:
    """Return one line about a lane that was run: the same whenever the verdicts are."""
    counted: Counter[str] = Counter()
    if result.report is not None:
        for found in json.loads(result.report.read_text(encoding="utf-8"))["runs"]:
            counted.update(verdict["verdict"] for verdict in found["verdicts"])
    told = ", ".join(f"{number} {outcome}" for outcome, number in counted.most_common()) or "no report"
    wrong = f": {result.wrong.upper()}" if result.wrong else ""
    return f"ran      {result.lane.name}{wrong} ({told})"


def skipped(lane: Lane, why: Missing) -> str:
    """Return one line about a lane that was not."""
    return f"skipped  {lane.name}: {why.reason}" + (f"; to add it: {why.add}" if why.add else "")


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the lanes and return the exit code: 0, 1 where one failed, 2 for wrong usage, 3 where none could be run."""
    options = _parser().parse_args(arguments)
    try:
        chosen = select(options.lane, tier_of(options))
    except LaneError as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 2
    results: list[Result] = []
    try:
        merged = _round(chosen, options, results)
    except KeyboardInterrupt:
        print("interrupted: the other lanes were not run, and nothing was merged", file=sys.stderr)  # noqa: T201
        return 3
    if options.install:
        return 0
    if not results:
        print("no lane could be run here", file=sys.stderr)  # noqa: T201
        return 3
    wrong = [f"{result.lane.name}: {result.wrong}" for result in results if result.wrong]
    print(*wrong, f"{len(results)} lanes were run, {len(chosen) - len(results)} skipped", sep="\n")  # noqa: T201
    return 1 if wrong or merged not in (0, 1, 3) else 0


def tier_of(options: argparse.Namespace) -> str:
    """Return the tier that is asked for. A lane that is named is run, whatever its tier."""
    return str(options.tier or (TIERS[-1] if options.lane else "nightly"))


def _round(chosen: Sequence[Lane], options: argparse.Namespace, results: list[Result]) -> int:
    """Run or skip every lane, say so, and merge the reports; returns the exit code of the merge."""
    if options.install:
        for lane in chosen:
            # Asked one by one: what one adds another may need.
            _install(lane, missing(lane))
        return 0
    lacking = {lane: missing(lane) for lane in chosen}
    able = [lane for lane in chosen if lacking[lane] is None]
    at_once = max(1, min(options.at_once or processors.count(), len(able)))
    jobs = options.jobs or (1 if at_once > 1 else None)
    options = argparse.Namespace(**vars(options) | {"jobs": jobs})
    numbers = iter(range(at_once))

    def begin() -> None:
        if at_once > 1:
            # What this thread starts keeps to the same one.
            processors.keep_to_one(next(numbers))

    with tempfile.TemporaryDirectory(prefix="lanes-") as folder, ThreadPoolExecutor(at_once, initializer=begin) as pool:
        round_ = Round(options, Path(folder), alone=at_once == 1)
        # What is slow, and has fewer examples for that, is begun first, so that nobody waits for it in the end.
        order = sorted(able, key=lambda lane: not lane.examples)
        running = {lane: pool.submit(round_.run, lane) for lane in order}
        try:
            for lane in chosen:
                if (why := lacking[lane]) is not None:
                    print(skipped(lane, why), flush=True)  # noqa: T201
                else:
                    results.append(running[lane].result())
                    print(tell(results[-1]), flush=True)  # noqa: T201
        except BaseException:
            pool.shutdown(wait=False, cancel_futures=True)
            round_.end()
            raise
        return _merge([result.report for result in results if result.report], options)


def _install(lane: Lane, why: Missing | None) -> None:
    if why is not None and why.add:
        print(f"adding   {lane.name}: {why.add}", flush=True)  # noqa: T201
        subprocess.run(["sh", "-c", why.add], stdout=sys.stderr, check=False)


def _merge(reports: Sequence[Path], options: argparse.Namespace) -> int:
    if not reports or not options.report:
        return 0
    words = [*SUITE, "merge", "--public", *map(str, reports)]
    for path in options.report:
        words += ["--report", path]
    print("+", shlex.join(words[1:4]), "...", flush=True)  # noqa: T201
    return subprocess.run(words, stdout=subprocess.DEVNULL, check=False).returncode


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="tempfile_platforms.lane_runs", description=__doc__)
    parser.add_argument("--lane", action="append", default=[], metavar="GLOB", help="only these; repeatable")
    parser.add_argument("--tier", choices=TIERS, help="and those before it (default: nightly; with --lane: all)")
    parser.add_argument("--only", action="append", default=[], metavar="GLOB", help="only these guarantees; repeatable")
    parser.add_argument("--profile", default="quick", help="as of the suite's check (default: quick)")
    parser.add_argument("--examples", type=int, metavar="N", help="examples per check, in every lane")
    parser.add_argument("--timeout", type=float, metavar="SECONDS")
    parser.add_argument("--jobs", type=int, metavar="N", help="workers of a lane (default: 1 beside other lanes)")
    parser.add_argument("--at-once", type=int, metavar="N", help="lanes side by side (default: as many as processors)")
    parser.add_argument("--path", action="append", default=[], metavar="DIR", help="where other interpreters find it")
    parser.add_argument("--report", action="append", default=[], metavar="FILE", help="the merged report; repeatable")
    parser.add_argument("--install", action="store_true", help="run the commands that add what is missing, and stop")
    return parser


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    sys.exit(main())
