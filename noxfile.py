"""The project's sessions. ``nox`` without arguments runs what CI runs."""

from __future__ import annotations

import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable
from pathlib import Path

import nox

nox.needs_version = ">=2025.2.9"
nox.options.default_venv_backend = "uv|virtualenv"
nox.options.sessions = ["lint", "types", "tests", "compare"]

PROJECT = nox.project.load_toml("pyproject.toml")
LINT = nox.project.dependency_groups(PROJECT, "lint")
VERSIONS = ("2.7", "3.6", "3.7", "3.8", "3.9", "3.10", "3.11", "3.12", "3.13", "3.14")
RECORD = Path(".nox", "record")
# What is judged of the package index: the Python it runs on, what is installed, and the arguments for `check`. The
# edition is the one whose API the module offers.
HERE = ("--path", "reports/published/subjects")
SUBJECTS = {
    "tempfile312": ("3.11", ["tempfile312==1.0.1"], ["tempfile312", "--edition", "3.12"]),
    "backports.tempfile": (
        "3.8",
        ["backports.tempfile==1.0", "backports.weakref==1.0.post1"],
        ["backports.tempfile", "--edition", "3.6"],
    ),
    "pyfakefs": ("3.13", ["pyfakefs==6.3.2"], ["tempfile_in_pyfakefs", *HERE, "--edition", "3.13"]),
    "memory-tempfile": (
        "3.13",
        ["memory-tempfile==2.2.3"],
        ["tempfile_in_memory", *HERE, "--edition", "3.6", "--scratch", "/dev/shm"],
    ),
    "sptempdir": ("3.13", ["sptempdir==0.1.5"], ["sptempdir", "--edition", "3.6"]),
    "tempfile2": ("3.13", ["tempfile2==0.1.2"], ["tempfile2", "--edition", "3.6"]),
}
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
    session.run("check-jsonschema", "--builtin-schema", "vendor.github-actions", "action.yml")
    session.run("zizmor", "--offline", "--no-progress", ".github", "action.yml")


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
def platforms(session: nox.Session) -> None:
    """Judge in the lanes that this host can run, for the public record; arguments replace the reports (--help).

    ``-- --tier available`` takes all of them, for the record too.
    """
    install(session, "--editable", ".")
    record = Path("reports", "published", "platforms")
    merged = Path(session.create_tmp(), "platforms.json")
    lanes = ("python", "-m", "tempfile_platforms.lane_runs", "--path", "reference")
    recorded = set(session.posargs) <= {"--tier", "available"}
    session.run(*lanes, *session.posargs, *([f"--report={merged}"] if recorded else []))
    if recorded:
        reports = [f"--report={record}.{ending}" for ending in ("json", "html")]
        session.run("tempfile-conformance", "merge", "--public", merged, *reports, success_codes=[0, 1])
        compact(record.with_suffix(".json"))


@nox.session
def merge(session: nox.Session) -> None:
    """Merge the runs below one folder into a site in another: ``nox -s merge -- RUNS SITE``."""
    runs, site = map(Path, session.posargs)
    install(session, "--editable", ".")
    site.mkdir(exist_ok=True)
    found = sorted(runs.rglob("*.json"))
    reports = [f"--report={site / name}" for name in ("index.html", "index.json", "index.md")]
    # 1: a standard library breaks a promise; 3: not everything could be judged. Both are in the report.
    session.run("tempfile-conformance", "merge", "--public", *map(str, found), *reports, success_codes=[0, 1, 3])
    own = [str(path) for path in found if "tempfile_reference" in path.parent.name]
    if own:
        sarif = f"--report={site / 'reference.sarif'}"
        session.run("tempfile-conformance", "merge", *own, sarif, success_codes=[0, 1, 3])


@nox.session(python=["3.11", "3.12", "3.13", "3.14"])
def cpython(session: nox.Session) -> None:
    """CPython's own tests of tempfile, as each installed Python brings them along, against the reference."""
    session.run("python", "reference/tests/cpython_bridge.py", *session.posargs)


@nox.session
def coverage(session: nox.Session) -> None:
    """How much of the reference its tests reach, the Windows modules included: at least 98 % with branches."""
    install(session, "--editable", ".[test]")
    settings = "--rcfile=reference/tests/coverage.ini"
    session.run("coverage", "run", settings, "-m", "pytest", "-n0", "-q", "reference/tests")
    session.run("coverage", "combine", settings)
    session.run("coverage", "report", settings)


@nox.session
def benchmark(session: nox.Session) -> None:
    """Whole processes, reports and the reference, as ratios within one run; arguments go to the first (--help)."""
    install(session, "--editable", ".", "pyperf")
    session.run("python", "conformance/benchmarks/run.py", *session.posargs)
    session.run("python", "reports/benchmarks/run.py")
    pythons = [f"--python={name}" for name in ("python3.11", "python3.13") if shutil.which(name)]
    record = Path("reports", "published", "benchmark")
    results = (f"--plot={record}.svg", f"--table={record}.md")
    what = ("--fast", f"--disk={session.create_tmp()}", "--scaling", "--explain", *results)
    session.run("python", "reference/benchmarks/run.py", *what, *pythons)


@nox.session
def editions(session: nox.Session) -> None:
    """Judge the standard libraries, each by its own edition and all by the first and the last, for the public record.

    Those of the interpreters that are installed, and the reference. Arguments go to every check; a first one
    ``--resume`` keeps the runs that were already made.
    """
    judge = recorder(session, "standard")
    for version in VERSIONS:
        python = f"python{version}"
        if interpreter(session, python) is None:
            session.warn(f"no {python} here: its runs are not in the record")
            continue
        for edition in sorted({version, "2.7", "3.14"}):
            judge(f"{version}-by-{edition}", "tempfile", "--python", python, "--edition", edition)
    for name in ("tempfile_reference.python2", "tempfile_reference"):
        judge(name, name)
    merge_record(session)


@nox.session
def subjects(session: nox.Session) -> None:
    """Judge modules of the package index, each in an environment of its own, for the public record (see editions)."""
    judge = recorder(session, "subjects")
    for name, (version, requirements, arguments) in SUBJECTS.items():
        if (RECORD / "subjects" / f"{name}.json").exists():
            continue
        made, python = interpreter(session, f"python{version}"), str(RECORD / name / "bin" / "python")
        if made is None:
            session.warn(f"no python{version} here, which {name} needs: it is not in the record")
            continue
        session.run(made, "-m", "venv", "--clear", str(RECORD / name), external=True)
        session.run(python, "-m", "pip", "install", "--quiet", "--no-deps", *requirements, external=True)
        judge(name, *arguments, "--python", python)
    merge_record(session)


@nox.session(python=False)
def publish(session: nox.Session) -> None:
    """Renew the whole public record: editions and subjects, with the same arguments."""
    for name in ("editions", "subjects"):
        session.notify(name, session.posargs)


def recorder(session: nox.Session, group: str) -> Callable[..., None]:
    """Install the suite; what is returned judges one implementation and keeps the run under a name in the group."""
    install(session, "--editable", ".")
    resume, options = session.posargs[:1] == ["--resume"], session.posargs
    (RECORD / group).mkdir(parents=True, exist_ok=True)
    if not resume:
        for old in (RECORD / group).glob("*.json"):
            old.unlink()

    def judge(name: str, *arguments: str) -> None:
        report = RECORD / group / f"{name}.json"
        if not report.exists():
            # 1: a promise is broken, which is what the record is for.
            command = ("tempfile-conformance", "check", *arguments, *options[resume:], "--report", str(report))
            session.run(*command, success_codes=[0, 1])

    return judge


def interpreter(session: nox.Session, name: str) -> str | None:
    """Return the executable of the interpreter that the suite finds by *name*, or None."""
    code = "import sys; from tempfile_platforms.interpreters import find; print(find(sys.argv[1]).executable)"
    found = session.run("python", "-c", code, name, silent=True, success_codes=[0, 1], stderr=subprocess.DEVNULL)
    return found.strip() or None if isinstance(found, str) else None


def merge_record(session: nox.Session) -> None:
    """Merge the runs of both groups into the public record and tell what is another than before."""
    runs = sorted(map(str, RECORD.glob("*/*.json")))
    if len({Path(run).parent for run in runs}) < 2:
        session.warn("the record is not renewed: it needs the runs of both editions and subjects (nox -s publish)")
        return
    record = Path("reports", "published", "standard-libraries")
    reports = [f"--report={record}.{ending}" for ending in ("json", "html")]
    before = shutil.copy(f"{record}.json", RECORD)
    session.run("tempfile-conformance", "merge", "--public", *runs, *reports, success_codes=[0, 1])
    compact(record.with_suffix(".json"))
    session.run("tempfile-conformance", "diff", "--exact", before, f"{record}.json", success_codes=[0, 1, 3])


@nox.session
def mutants(session: nox.Session) -> None:
    """Mutate the standard libraries and the reference, judge every mutant, write the ledger; see --help.

    Takes hours. What was judged is kept: a run that was cut off goes on where it stopped.
    """
    install(session, "--editable", ".", *nox.project.dependency_groups(PROJECT, "mutants"))
    work = session.cache_dir / "mutants"
    session.run("python", "conformance/mutants/run.py", "--work", str(work), *session.posargs)


@nox.session
def steady(session: nox.Session) -> None:
    """Judge again and again, with other examples and on another file system: the verdicts must not differ."""
    install(session, "--editable", ".")
    session.run("python", "conformance/benchmarks/steady.py", *session.posargs)


def compact(path: Path) -> None:
    """Rewrite a report with one verdict a line and without the fields that are empty: a third of its size."""
    document = json.loads(path.read_text(encoding="utf-8"))
    always = {"guarantee", "verdict", "reason", "examples", "counterexample", "reproduce"}
    for run in document["runs"]:
        run["verdicts"] = [{k: v for k, v in item.items() if v or k in always} for item in run["verdicts"]]
        for item in run["verdicts"]:
            for step in (item["counterexample"] or {}).get("steps", []):
                step.pop("request")
    text = json.dumps(document, separators=(",", ":")).replace('{"guarantee":', '\n{"guarantee":')
    path.write_text(text + "\n", encoding="ascii")
