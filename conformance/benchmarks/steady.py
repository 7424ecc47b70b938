"""Whether the verdicts stay the same, whatever the examples, the names that are drawn, and the file system.

Judges the standard library of 2.7 and both shapes of the reference again and again, each time with another seed, on
every file system in turn. Exits with 1 where a verdict is not that of the first run. Run it by ``nox -s steady``.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from rich.console import Console

SUBJECTS = {
    "the standard library of 2.7": ("tempfile", "--python", "python2.7", "--edition", "2.7"),
    "the reference for 2.7": ("tempfile_reference.python2",),
    "the reference": ("tempfile_reference",),
}

say = Console(width=120).print


def verdicts(subject: Sequence[str], seed: int, scratch: Path, more: Sequence[str]) -> dict[str, str]:
    """The verdict of every guarantee. Raises SystemExit when the subject could not be judged."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder, "run.json")
        command = [sys.executable, "-m", "tempfile_conformance", "check", *subject, *more]
        command += ["--seed", str(seed), "--scratch", str(scratch), "--report", str(report)]
        done = subprocess.run(command, capture_output=True, text=True, check=False)
        if done.returncode not in (0, 1):
            raise SystemExit(f"{' '.join(command)}\n{done.stdout}{done.stderr}")
        found = json.loads(report.read_text(encoding="utf-8"))["runs"][0]["verdicts"]
    return {item["guarantee"]: item["verdict"] for item in found}


def main() -> int:
    """Judges and compares; arguments that are not known here go to `check`."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--runs", type=int, default=30, metavar="N", help="runs of each on each file system")
    parser.add_argument("--first", type=int, default=1, metavar="SEED", help="the first seed")
    places = [Path(tempfile.gettempdir()), *filter(Path.is_dir, [Path("/dev/shm")])]
    parser.add_argument("--scratch", type=Path, action="append", metavar="DIR", help=f"default: {places}")
    options, more = parser.parse_known_args()
    places = options.scratch or places
    wrong = 0
    for name, subject in SUBJECTS.items():
        first: dict[str, str] = {}
        for seed in range(options.first, options.first + options.runs):
            for place in places:
                found = verdicts(subject, seed, place, more)
                first = first or found
                for guarantee in sorted(set(first) | set(found)):
                    if found.get(guarantee) != first.get(guarantee):
                        wrong += 1
                        say(
                            f"{name}: {guarantee} is {found.get(guarantee)} with --seed {seed} on {place}, "
                            f"and was {first.get(guarantee)}"
                        )
        say(f"{name}: {options.runs} runs on {len(places)} file systems, {len(first)} guarantees")
    return int(bool(wrong))


if __name__ == "__main__":
    sys.exit(main())
