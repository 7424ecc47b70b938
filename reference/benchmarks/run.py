"""Measure the reference against the bare system calls and the standard library: ``python run.py --fast``.

Prints one table for each directory: the medians of one run, their ratios, and what the ratios should be.

The three are measured in turn, in slices of some milliseconds, in several processes one after the other. So whatever
else the machine does falls on all three alike. In memory, where nothing waits for a device, the processor's time is
measured; on disk, the time that passes. The values and what pyperf knows of the machine can be kept as a pyperf suite,
which its commands read (``pyperf compare_to``).
"""

import argparse
import gc
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any, NamedTuple

import pyperf

sys.path[:0] = [str(Path(__file__).resolve().parent), str(Path(__file__).resolve().parent.parent)]

import operations  # noqa: E402
import plot  # noqa: E402
import scaling  # noqa: E402
import tempfile_reference  # noqa: E402
from operations import OPERATIONS, Operation  # noqa: E402

IMPLEMENTATIONS: dict[str, Any] = {"floor": None, "reference": tempfile_reference, "standard": tempfile}
MEMORY = "/dev/shm" if os.path.isdir("/dev/shm") else None

#: How long a slice takes, in seconds; and how many processes measure how many slices of each implementation.
SLICE = 0.005
THOROUGH = (8, 40)
FAST = (3, 15)


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


def measure(operation: Operation, implementation: str, directory: str, loops: int) -> float:
    """Do *operation* so often in *directory*; return the seconds it took each time."""
    module = IMPLEMENTATIONS[implementation]
    if module is None:
        return operation.floor(directory, loops) / loops
    before, module.tempdir = module.tempdir, directory
    try:
        return operation.module(module, loops) / loops
    finally:
        module.tempdir = before


def work(name: str, directory: str, slices: int) -> dict[str, list[float]]:
    """Measure the operation *name* in a new directory; return the values of each implementation."""
    operation = OPERATIONS[name]
    values: dict[str, list[float]] = {implementation: [] for implementation in IMPLEMENTATIONS}
    with tempfile_reference.TemporaryDirectory(prefix="benchmark", dir=directory) as scratch:
        loops = 1
        while measure(operation, "floor", scratch, loops) * loops < SLICE / 2:
            loops *= 2
        gc.collect()
        gc.freeze()
        for number in range(-2, slices):  # the first ones warm up
            for implementation, found in values.items():
                value = measure(operation, implementation, scratch, loops)
                if number >= 0:
                    found.append(value)
    return values


def measured(
    name: str, where: str, directory: str, processes: int, slices: int, wall: bool
) -> dict[str, pyperf.Benchmark]:
    """Measure the operation *name* in several processes; return a benchmark for each implementation."""
    runs: dict[str, list[pyperf.Run]] = {implementation: [] for implementation in IMPLEMENTATIONS}
    command = [sys.executable, __file__, "--worker", name, "--memory", directory, "--slices", str(slices)]
    if where == "disk" or wall:
        command.append("--wall")
    for _ in range(processes):
        answer = subprocess.run(command, check=True, stdout=subprocess.PIPE)
        for implementation, values in json.loads(answer.stdout).items():
            metadata = {"name": f"{where}/{name}/{implementation}", "unit": "second"}
            runs[implementation].append(pyperf.Run(values, metadata=metadata))
    return {implementation: pyperf.Benchmark(found) for implementation, found in runs.items()}


def table(where: str, directory: str, rows: list[Row]) -> str:
    """The rows as text."""
    version = ".".join(map(str, sys.version_info[:3]))
    lines = [
        f"\n{where} ({directory}), {sys.implementation.name} {version}; medians in microseconds",
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


def scale(directory: str) -> str:
    """The answers of `scaling` as text."""
    module, many = tempfile_reference, scaling.WORKERS
    with tempfile_reference.TemporaryDirectory(prefix="benchmark", dir=directory) as scratch:
        fullness = scaling.fullness(module, scratch)
        threads = scaling.crowding(scaling.rate_of_threads, module, scratch)
        processes = scaling.crowding(scaling.rate_of_processes, module, scratch)
    return (
        f"\nscaling ({directory})\n"
        f"a creation among {scaling.ENTRIES:,} entries: {fullness:.2f} x one in an empty directory (0.90 to 1.10)\n"
        f"{many} threads: {threads:.2f} x the rate of one (at least 1.00)\n"
        f"{many} processes: {processes:.2f} x the rate of one (at least 1.00)\n"
    )


def options() -> argparse.Namespace:
    """What the caller wants."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--fast", action="store_true", help="fewer processes and slices")
    parser.add_argument("--memory", metavar="DIR", default=MEMORY, help="a directory in memory (default: %(default)s)")
    parser.add_argument("--disk", metavar="DIR", help="a directory on disk (default: none)")
    parser.add_argument("--only", metavar="NAMES", help=f"some of: {','.join(OPERATIONS)}")
    parser.add_argument("--scaling", action="store_true", help="measure full directories and many workers too")
    parser.add_argument("--output", metavar="FILE", help="write the values as a pyperf suite (JSON)")
    parser.add_argument("--plot", metavar="FILE", help="draw the ratios (SVG)")
    parser.add_argument("--wall", action="store_true", help="measure the time that passes, in memory too")
    parser.add_argument("--worker", metavar="NAME", help=argparse.SUPPRESS)
    parser.add_argument("--slices", type=int, help=argparse.SUPPRESS)
    return parser.parse_args()


def main() -> None:
    """Measure and print."""
    wanted = options()
    if wanted.worker:
        operations.clock = time.perf_counter if wanted.wall else time.thread_time
        json.dump(work(wanted.worker, wanted.memory, wanted.slices), sys.stdout)
        return
    processes, slices = FAST if wanted.fast else THOROUGH
    benchmarks: list[pyperf.Benchmark] = []
    groups: list[tuple[str, list[Row]]] = []
    for where, directory in (("memory", wanted.memory), ("disk", wanted.disk)):
        if directory:
            rows = []
            for name in wanted.only.split(",") if wanted.only else OPERATIONS:
                found = measured(name, where, directory, processes, slices, wanted.wall)
                benchmarks += found.values()
                rows.append(Row(OPERATIONS[name], *(statistics.median(one.get_values()) for one in found.values())))
            groups.append((where, rows))
            sys.stdout.write(table(where, directory, rows))
    if wanted.scaling and wanted.memory:
        sys.stdout.write(scale(wanted.memory))
    if wanted.output:
        pyperf.BenchmarkSuite(benchmarks).dump(wanted.output, replace=True)
    if wanted.plot:
        Path(wanted.plot).write_text(plot.svg(groups))


if __name__ == "__main__":
    main()
