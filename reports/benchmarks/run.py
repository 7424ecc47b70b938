"""How large reports get and how long they take: made-up matrices of any size, each job in a process of its
own.

The memory is the peak of that process. Exit code 1 when a figure is over its limit.
"""

from __future__ import annotations

import argparse
import importlib.util
import json
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from types import ModuleType

HERE = Path(__file__).resolve().parent

LIMITS = {
    "merge": {"seconds": 10.0, "megabytes": 600.0},
    "html": {"bytes": 1_500_000},
    "open": {"seconds": 1.0},
}
"""What the goals allow: 1,000 runs of 200 guarantees merged, a page of 200 guarantees and 30 runs, opening
it.
"""


def main() -> int:
    """Run every job and print a line for each; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--repeat", type=int, default=3)
    parser.add_argument("--job", choices=("merge", "html", "open"), help=argparse.SUPPRESS)
    parser.add_argument("--folder", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.job:
        print(json.dumps(JOBS[options.job](options.folder)))  # noqa: T201
        return 0
    worst = 0
    with tempfile.TemporaryDirectory() as name:
        prepare(Path(name))
        for job in JOBS:
            results = [measure(job, Path(name)) for _ in range(options.repeat)]
            worst |= tell(job, results)
    return worst


def samples() -> ModuleType:
    """The module of the tests that makes documents up."""
    spec = importlib.util.spec_from_file_location("samples", HERE.parent / "tests" / "samples.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def prepare(folder: Path) -> None:
    """Write a thousand files of one run each, and one document of thirty runs."""
    import msgspec
    from tempfile_reports import save

    make = samples().matrix
    document = make(200, 1000)
    for number, run in enumerate(document.runs):
        save(msgspec.structs.replace(document, runs=[run]), folder / f"run-{number:04}.json")
    save(make(200, 30), folder / "matrix.json")


def merge(folder: Path) -> dict[str, float]:
    """Merge the thousand files and write the result."""
    from tempfile_reports import save
    from tempfile_reports.merge import merge as merge_files

    started = time.perf_counter()
    save(merge_files(sorted(folder.glob("run-*.json"))), folder / "merged.out")
    return {"seconds": time.perf_counter() - started, "megabytes": peak()}


def html(folder: Path) -> dict[str, float]:
    """Write the page of thirty runs."""
    from tempfile_reports import load, write_report

    started = time.perf_counter()
    write_report(load(folder / "matrix.json"), folder / "matrix.html")
    size = (folder / "matrix.html").stat().st_size
    return {"bytes": size, "seconds": time.perf_counter() - started, "megabytes": peak()}


def opening(folder: Path) -> dict[str, float]:
    """Open that page in chromium, until its script has run; empty where there is no browser."""
    import shutil

    program = shutil.which("chromium")
    if program is None or importlib.util.find_spec("playwright") is None:
        return {}
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=["--no-sandbox", "--disable-gpu"])
        page = browser.new_page()
        page.goto("about:blank")
        started = time.perf_counter()
        page.goto((folder / "matrix.html").as_uri())
        assert page.evaluate("document.getElementById('shown').textContent").startswith("200 of 200")
        seconds = time.perf_counter() - started
        browser.close()
    return {"seconds": seconds}


JOBS = {"merge": merge, "html": html, "open": opening}


def peak() -> float:
    """The peak resident memory of this process in MB; 0 where the platform does not tell."""
    try:
        import resource
    except ImportError:
        return 0.0
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def measure(job: str, folder: Path) -> dict[str, float]:
    """Run one job in a process of its own and return its figures."""
    command = [sys.executable, str(Path(__file__)), "--job", job, "--folder", str(folder)]
    figures: dict[str, float] = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
    return figures


def tell(job: str, results: list[dict[str, float]]) -> int:
    """Print the medians of one job; return 1 when one is over its limit."""
    if not results[0]:
        print(f"{job}: not measured, there is no chromium or no playwright")  # noqa: T201
        return 0
    over = 0
    for figure in results[0]:
        median = statistics.median(result[figure] for result in results)
        limit = LIMITS[job].get(figure)
        over |= int(limit is not None and median > limit)
        note = "" if limit is None else f"  (limit {limit:,.0f}{', OVER' if median > limit else ''})"
        print(f"{job:<6} {figure:<10} {median:>14,.2f}{note}")  # noqa: T201
    return over


if __name__ == "__main__":
    sys.exit(main())
