"""Measure the reference against the bare system calls and the standard library: ``python run.py --fast``.

Prints one table for each interpreter and directory: the medians of one run, their ratios, and what the ratios should
be.

The three are measured in turn, in slices of some milliseconds, in several processes one after the other. So whatever
else the machine does falls on all three alike. In memory, where nothing waits for a device, the processor's time is
measured; on disk, the time that passes. The values and what pyperf knows of the machine can be kept as a pyperf suite,
which its commands read (``pyperf compare_to``).
"""

import argparse
import json
import os
import statistics
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pyperf

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent)]

import markdown  # noqa: E402
import plot  # noqa: E402
from operations import OPERATIONS, Operation  # noqa: E402

HERE = Path(__file__).resolve().parent
MEMORY = "/dev/shm" if os.path.isdir("/dev/shm") else None

#: How many processes measure how many slices of each implementation.
THOROUGH = (8, 200)
FAST = (3, 60)


class Row(NamedTuple):
    """What came of one operation: three medians, in seconds."""

    operation: Operation
    floor: float
    reference: float
    standard: float

    @property
    def of_floor(self) -> float:
        """The reference as a multiple of the floor."""
        return self.reference / self.floor

    @property
    def of_standard(self) -> float:
        """The reference as a multiple of the standard library."""
        return self.reference / self.standard


class Place(NamedTuple):
    """Where something is measured."""

    python: str
    kind: str
    directory: str
    clock: str


def measured(name: str, place: Place, processes: int, slices: int) -> tuple[str, dict[str, pyperf.Benchmark]]:
    """Measure the operation *name* in several processes; return the interpreter and what each implementation took."""
    runs: dict[str, list[pyperf.Run]] = {}
    command = [place.python, str(HERE / "worker.py"), name, place.directory, str(slices), place.clock]
    version = ""
    for _ in range(processes):
        answer = json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
        version = answer["version"]
        for implementation, values in answer["values"].items():
            metadata = {"name": f"{version}/{place.kind}/{name}/{implementation}", "unit": "second"}
            runs.setdefault(implementation, []).append(pyperf.Run(values, metadata=metadata))
    return version, {implementation: pyperf.Benchmark(found) for implementation, found in runs.items()}


def table(title: str, rows: list[Row]) -> str:
    """The rows as text."""
    lines = [
        f"\n{title}; medians in microseconds",
        f"{'':46}{'floor':>10}{'reference':>11}{'standard':>10}   {'/ floor':<18}{'/ standard':<18}",
    ]
    for row in rows:
        micro = [f"{seconds * 1e6:.1f}" for seconds in (row.floor, row.reference, row.standard)]
        ratios = [
            f"{ratio:.2f} {'ok  ' if ratio <= limit else 'OVER'} ({limit:.2f})"
            for ratio, limit in (
                (row.of_floor, row.operation.of_floor),
                (row.of_standard, row.operation.of_standard),
            )
        ]
        lines.append(
            f"{row.operation.title:46}{micro[0]:>10}{micro[1]:>11}{micro[2]:>10}   {ratios[0]:<18}{ratios[1]:<18}"
        )
    return "\n".join(line.rstrip() for line in lines) + "\n"


def options() -> argparse.Namespace:
    """What the caller wants."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--fast", action="store_true", help="fewer processes and slices")
    parser.add_argument("--python", metavar="EXE", action="append", help="interpreters to measure (default: this one)")
    parser.add_argument("--memory", metavar="DIR", default=MEMORY, help="a directory in memory (default: %(default)s)")
    parser.add_argument("--disk", metavar="DIR", help="a directory on disk (default: none)")
    parser.add_argument("--only", metavar="NAMES", help=f"some of: {','.join(OPERATIONS)}")
    parser.add_argument("--scaling", action="store_true", help="measure full directories and many workers too")
    parser.add_argument("--explain", action="store_true", help="say where the time of a spooled write goes")
    parser.add_argument("--output", metavar="FILE", help="write the values as a pyperf suite (JSON)")
    parser.add_argument("--plot", metavar="FILE", help="draw the ratios (SVG)")
    parser.add_argument("--table", metavar="FILE", help="put the results into this document (Markdown)")
    parser.add_argument("--wall", action="store_true", help="measure the time that passes, in memory too")
    return parser.parse_args()


def printed(python: str, script: str, *arguments: str) -> str:
    """Run another of the scripts beside this one with *python*; return what it prints, having printed it too."""
    command = [python, str(HERE / script), *arguments]
    output = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
    sys.stdout.write(output)
    return output


def main() -> None:
    """Measure and print."""
    wanted = options()
    processes, slices = FAST if wanted.fast else THOROUGH
    benchmarks: list[pyperf.Benchmark] = []
    groups: list[tuple[str, list[Row]]] = []
    sections: list[str] = []
    explained: list[str] = []

    def record() -> None:
        """Write what there is so far: the rest may take long."""
        if wanted.output:
            pyperf.BenchmarkSuite(benchmarks).dump(wanted.output, replace=True)
        if wanted.plot:
            Path(wanted.plot).write_text(plot.svg(groups), encoding="utf-8")
        if wanted.table:
            markdown.write(Path(wanted.table), sections + explained)

    for python in wanted.python or [sys.executable]:
        in_memory = Place(python, "memory", wanted.memory, "perf_counter" if wanted.wall else "thread_time")
        on_disk = Place(python, "disk", wanted.disk, "perf_counter")
        version = ""
        for place in (in_memory, on_disk):
            if place.directory:
                rows = []
                for name in wanted.only.split(",") if wanted.only else OPERATIONS:
                    # What a disk takes differs from moment to moment more than from process to process.
                    version, found = measured(name, place, 1 if place is on_disk else processes, slices)
                    benchmarks += found.values()
                    medians = [statistics.median(one.get_values()) for one in found.values()]
                    rows.append(Row(OPERATIONS[name], *medians))
                groups.append((f"{version}, {place.kind}", rows))
                sections.append(markdown.table(*groups[-1]))
                sys.stdout.write(table(*groups[-1]))
                sys.stdout.flush()
                record()
        if wanted.scaling and wanted.memory:
            explained.append(markdown.section(f"{version}, scaling", printed(python, "scaling.py", wanted.memory)))
        if wanted.explain:
            steps = printed(python, "least.py", wanted.memory) + printed(python, "spooled.py")
            explained.append(markdown.section(f"{version}, where the time goes", steps))
        record()


if __name__ == "__main__":
    main()
