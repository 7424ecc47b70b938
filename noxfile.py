"""The project's sessions. ``nox`` without arguments runs what CI runs."""

from __future__ import annotations

import shutil
import tempfile
from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.sessions = ["lint", "types", "tests", "compare"]

PROJECT = nox.project.load_toml("pyproject.toml")
LINT = nox.project.dependency_groups(PROJECT, "lint")
PUBLISHED = ("2.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13")
WORKFLOWS = sorted(map(str, Path(".github/workflows").glob("*.yml")))


def install(session: nox.Session, *requirements: str) -> None:
    """Install *requirements*, and the project as it stands here, in the versions CI uses."""
    session.install("--constraint", "constraints.txt", *requirements)


@nox.session
def lint(session: nox.Session) -> None:
    """Style, the rooms' import rules, and the workflows."""
    install(session, "--editable", ".", *LINT)
    session.run("ruff", "check", ".")
    session.run("lint-imports")
    session.run("check-jsonschema", "--builtin-schema", "vendor.github-workflows", *WORKFLOWS)
    session.run("zizmor", "--offline", "--no-progress", ".github")


@nox.session
def types(session: nox.Session) -> None:
    """Strict types."""
    install(session, "--editable", ".[test]", *LINT)
    session.run("mypy")


@nox.session
def tests(session: nox.Session) -> None:
    """The tests of every room; arguments go to pytest. For every supported Python: tox."""
    install(session, "--editable", ".[browser,test]")
    session.run("python", "-m", "pytest", *session.posargs)


@nox.session
def compare(session: nox.Session) -> None:
    """The main job; arguments replace the reports, which otherwise go where nobody keeps them."""
    install(session, "--editable", ".")
    with tempfile.TemporaryDirectory() as folder:
        reports = [f"--report={Path(folder, name)}" for name in ("report.html", "report.json")]
        session.run("tempfile-conformance", "compare", *(session.posargs or reports))


@nox.session
def benchmark(session: nox.Session) -> None:
    """Whole processes, reports and the reference, as ratios within one run; arguments go to the first (--help)."""
    install(session, "--editable", ".", "pyperf")
    session.run("python", "conformance/benchmarks/run.py", *session.posargs)
    session.run("python", "reports/benchmarks/run.py")
    session.run("python", "reference/benchmarks/run.py", "--fast")


@nox.session
def publish(session: nox.Session) -> None:
    """Judge the standard libraries that are installed and the reference again, for the public record."""
    install(session, "--editable", ".")
    with tempfile.TemporaryDirectory() as folder:
        runs = []
        for edition in PUBLISHED:
            runs.append(f"{folder}/{edition}.json")
            # 1: a promise is broken, which is what the record is for.
            session.run(
                *("tempfile-conformance", "check", "tempfile", "--python", f"python{edition}", "--edition", edition),
                *("--report", runs[-1]),
                success_codes=[0, 1],
            )
        for name in ("tempfile_reference.python2", "tempfile_reference"):
            runs.append(f"{folder}/{name}.json")
            session.run("tempfile-conformance", "check", name, "--report", runs[-1])
        record = Path("reports", "published", "standard-libraries")
        reports = [f"--report={record}.{ending}" for ending in ("json", "html")]
        before = shutil.copy(f"{record}.json", folder)
        session.run("tempfile-conformance", "merge", "--public", *runs, *reports, success_codes=[0, 1])
        session.run("tempfile-conformance", "diff", "--exact", before, f"{record}.json", success_codes=[0, 1, 3])
