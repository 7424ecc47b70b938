"""The command line as a user meets it: exit codes, messages, and nothing left behind."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import pytest
from tempfile_platforms import seccomp

COMMAND = (sys.executable, "-m", "tempfile_conformance")


def run(*arguments: str, cwd: Path, **more: str) -> subprocess.CompletedProcess[str]:
    """Runs the command line in a directory of its own, with the scratch directory below it."""
    environment = {**os.environ, "TMPDIR": str(cwd), "COLUMNS": "100", **more}
    return subprocess.run([*COMMAND, *arguments], cwd=cwd, env=environment, capture_output=True, text=True, timeout=120)


SUBJECTS = {
    "nothing.py": "x = 1\n",
    "raises.py": "raise RuntimeError('boom')\n",
    "syntax.py": "def (\n",
    "exits.py": "import os\nos._exit(3)\n",
    "good.py": "from tempfile import *\n",
    "wide.py": "import tempfile, os\nfrom tempfile import *\ndef mkstemp(*a, **k):\n"
    "    fd, path = tempfile.mkstemp(*a, **k)\n    os.chmod(path, 0o666)\n    return fd, path\n",
}


@pytest.mark.parametrize(
    ("arguments", "code", "message"),
    [
        (["check", "./nothing.py"], 3, "none of the functions"),
        (["check", "./raises.py"], 3, "boom"),
        (["check", "./syntax.py"], 3, "SyntaxError"),
        (["check", "./exits.py"], 3, "exit status 3"),
        (["check", "no_such_module"], 3, "No module named 'no_such_module'"),
        (["check", "./missing.py"], 2, "no such file"),
        (["check", "not-a-name"], 2, "neither"),
        (["check", "--python", "python9.9"], 2, "python9.9"),
        (["check", "--python", "./good.py"], 2, "good.py"),
        (["check", "--path", "missing"], 2, "no such directory"),
        (["check", "--edition", "4.0"], 2, "3.14"),
        (["check", "--only", "mkstemp.owner-onyl"], 2, "mkstemp.owner-only"),
        (["check", "--report", "out.docx"], 2, ".html"),
        (["check", "--report", "missing/out.json"], 2, "missing"),
        (["check", "--scratch", "missing"], 2, "no such directory"),
        (["check", "--examples", "0"], 2, "--examples"),
        (["chekc"], 2, "check"),
        (["guarantees", "mkstemp.nothing"], 2, "mkstemp"),
        (["reproduce", "missing.json", "mkstemp.owner-only"], 2, "missing.json"),
        (["merge", "good.py"], 2, "good.py"),
        (["diff", "good.py", "good.py"], 2, "good.py"),
    ],
)
def test_bad_input_gets_one_clear_message(place: Path, arguments: list[str], code: int, message: str) -> None:
    for name, text in SUBJECTS.items():
        (place / name).write_text(text)
    before = set(os.listdir(place))
    done = run(*arguments, cwd=place)
    assert done.returncode == code, done.stderr
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert set(os.listdir(place)) == before


def test_a_broken_guarantee_is_exit_code_1_and_can_be_replayed(place: Path) -> None:
    (place / "wide.py").write_text(SUBJECTS["wide.py"])
    only = ("--only", "mkstemp.owner-only", "--profile", "quick")
    done = run("check", "./wide.py", *only, "--report", "run.json", "--report", "run.html", cwd=place)
    assert done.returncode == 1, done.stderr
    assert "mkstemp.owner-only" in done.stdout
    document = json.loads((place / "run.json").read_text())
    (verdict,) = document["runs"][0]["verdicts"]
    assert verdict["verdict"] == "fail"
    assert "<html" in (place / "run.html").read_text()
    again = run("reproduce", "run.json", "mkstemp.owner-only", cwd=place)
    assert again.returncode == 1
    assert "Still broken" in again.stdout
    (place / "wide.py").write_text(SUBJECTS["good.py"])
    again = run("reproduce", "run.json", "mkstemp.owner-only", cwd=place)
    assert again.returncode == 0, again.stderr
    assert "Not broken any more" in again.stdout


def test_a_counterexample_of_another_machine_is_replayed_in_a_directory_of_this_one(place: Path) -> None:
    done = run(
        "check", "tempfile", "--only", "mktemp.absolute-path", "--profile", "quick", "--report", "r.json", cwd=place
    )
    assert done.returncode == 1, done.stderr
    document = json.loads((place / "r.json").read_text())
    judged = document["runs"][0]
    judged["implementation"] |= {"executable": "/opt/elsewhere/python3", "file": "/opt/elsewhere/tempfile.py"}
    judged["host"] |= {"system": "Darwin", "platform": "darwin", "user": "\x1b[2Jsomebody"}
    judged["implementation"]["runtime"] += " \x1b[31m"
    (place / "r.json").write_text(json.dumps(document))
    again = run("reproduce", "r.json", "mktemp.absolute-path", cwd=place)
    assert again.returncode == 1, again.stderr
    assert "recorded: fail, on CPython" in again.stdout
    assert "(darwin)" in again.stdout
    assert "mktemp(" in again.stdout
    assert "\x1b" not in again.stdout
    assert set(os.listdir(place)) == {"r.json"}
    wrong = run("reproduce", "r.json", "mktemp.absolute-path", "--run", "2", cwd=place)
    assert (wrong.returncode, "--run 2: r.json has 1" in wrong.stderr) == (2, True)


def test_a_kept_guarantee_is_exit_code_0(place: Path) -> None:
    done = run("check", "--only", "mkstemp.owner-only", "--profile", "quick", cwd=place)
    assert done.returncode == 0, done.stderr
    assert os.listdir(place) == []


def test_a_module_in_a_package_is_found_on_the_path(place: Path) -> None:
    (place / "src" / "package").mkdir(parents=True)
    (place / "src" / "package" / "__init__.py").touch()
    (place / "src" / "package" / "mytempfile.py").write_text(SUBJECTS["good.py"])
    done = run(
        "check", "package.mytempfile", "--path", "src", "--only", "mkstemp.suffix", "--profile", "quick", cwd=place
    )
    assert done.returncode == 0, done.stderr


def test_nothing_decided_is_exit_code_3(place: Path) -> None:
    done = run("check", "--only", "names.six-random-characters", "--edition", "3.11", cwd=place)
    assert done.returncode == 3
    assert "judged" in done.stderr.lower()


def test_what_the_yardstick_breaks_does_not_count(place: Path) -> None:
    done = run("compare", "tempfile_reference", "--only", "mktemp.absolute-path", "--profile", "quick", cwd=place)
    assert done.returncode == 0, done.stdout + done.stderr
    assert "FAIL" in done.stdout


def test_fail_fast_stops_early(place: Path) -> None:
    (place / "wide.py").write_text(SUBJECTS["wide.py"])
    done = run(
        "check",
        "./wide.py",
        "--fail-fast",
        "--profile",
        "quick",
        "--report",
        "run.json",
        "--only",
        "mkstemp.*",
        cwd=place,
    )
    assert done.returncode == 1
    document = json.loads((place / "run.json").read_text())
    assert document["runs"][0]["executed"] < document["runs"][0]["selected"]


def test_defaults_stand_in_pyproject(place: Path) -> None:
    (place / "pyproject.toml").write_text('[tool.tempfile-conformance]\nonly = ["mkstemp.suffix"]\nprofile = "quick"\n')
    done = run("check", "--report", "run.json", cwd=place)
    assert done.returncode == 0, done.stderr
    assert json.loads((place / "run.json").read_text())["runs"][0]["selected"] == 1
    (place / "pyproject.toml").write_text('[tool.tempfile-conformance]\nprofil = "quick"\n')
    done = run("check", cwd=place)
    assert done.returncode == 2
    assert "profil" in done.stderr


def test_the_same_command_gives_the_same_verdicts(place: Path) -> None:
    found = []
    for name in ("one.json", "two.json"):
        run("check", "--profile", "quick", "--only", "mk*", "--report", name, cwd=place)
        verdicts = json.loads((place / name).read_text())["runs"][0]["verdicts"]
        found.append(
            [
                (item["guarantee"], item["verdict"], item["examples"], (item["counterexample"] or {}).get("arguments"))
                for item in verdicts
            ]
        )
    assert found[0] == found[1]


def test_the_kernel_can_be_asked_instead_of_the_agent(place: Path) -> None:
    """The run says who saw it, and the command that tries it again asks the same."""
    if reason := seccomp.obstacle():
        pytest.skip(reason)
    (place / "taken.py").write_text(
        "import os, tempfile\nfrom tempfile import *\ndef mkstemp(suffix='', prefix='t', dir=None, text=False):\n"
        "    path = tempfile.mktemp(suffix, prefix, dir)\n"
        "    return os.open(path, os.O_RDWR | os.O_CREAT, 0o600), path\n"
    )
    options = ("--only", "mkstemp.exclusive", "--evidence", "none", "--report", "run.json")
    done = run("check", "./taken.py", "--sensor", "seccomp", *options, cwd=place)
    assert done.returncode == 1, done.stderr
    (verdict,) = json.loads((place / "run.json").read_text())["runs"][0]["verdicts"]
    assert verdict["sensors"] == ["seccomp"]
    assert "--sensor seccomp" in verdict["reproduce"]
    again = run("reproduce", "run.json", "mkstemp.exclusive", cwd=place)
    assert again.returncode == 1, again.stdout + again.stderr


MOMENTS = {
    "at the handshake": lambda place: any(place.glob("tempfile-conformance-*")),
    "when the run begins": lambda place: any(place.glob("tempfile-conformance-*/w*")),
    "in the middle of a check": lambda place: any(place.glob("tempfile-conformance-*/w*/s*/t*")),
}


@pytest.mark.skipif(os.name == "nt", reason="POSIX signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
@pytest.mark.parametrize("moment", MOMENTS)
def test_an_interrupted_run_leaves_nothing(place: Path, number: signal.Signals, moment: str) -> None:
    hang = "import time\nfrom tempfile import *\ndef mkdtemp(*a, **k): time.sleep(60)\n"
    (place / "hang.py").write_text(hang)
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "text": True}
    process = _under_way(place, moment, "check", "./hang.py", "--report", "run.json", **options)
    process.send_signal(number)
    _, stderr = process.communicate(timeout=60)
    assert process.returncode == 3, stderr
    assert "Traceback" not in stderr
    assert "Interrupted" in stderr
    assert [name for name in os.listdir(place) if name not in ("hang.py", "run.json")] == []
    assert _marked(place) == []


@pytest.mark.skipif(sys.platform != "linux", reason="the processes of a run are found on Linux only")
@pytest.mark.parametrize("moment", list(MOMENTS)[1:])
def test_a_run_that_is_killed_leaves_nothing(place: Path, moment: str) -> None:
    """Even one that could not clean up; a process of an implementation that loops for ever is among what goes."""
    (place / "loop.py").write_text("from tempfile import *\ndef mkdtemp(*a, **k):\n    while True: pass\n")
    options = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL, "start_new_session": True}
    process = _under_way(place, moment, "check", "./loop.py", "--only", "mkdtemp.*", **options)
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    deadline = time.monotonic() + 60
    while (_marked(place) or os.listdir(place) != ["loop.py"]) and time.monotonic() < deadline:
        time.sleep(0.02)
    assert os.listdir(place) == ["loop.py"]
    assert _marked(place) == []


def _under_way(place: Path, moment: str, *arguments: str, **options: Any) -> subprocess.Popen[Any]:
    """The command line, started and come to that moment."""
    environment = {**os.environ, "TMPDIR": str(place)}
    process = subprocess.Popen([*COMMAND, *arguments], cwd=place, env=environment, **options)
    while not MOMENTS[moment](place) and process.poll() is None:
        time.sleep(0.005)
    return process


def _marked(place: Path) -> list[str]:
    """Processes of a run that are still alive and whose scratch directory was below this one."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/environ"):
        try:
            variables = entry.read_bytes().split(b"\0")
        except OSError:
            continue
        if any(item.startswith(b"TEMPFILE_CONFORMANCE=") for item in variables) and any(
            item == b"TMPDIR=" + bytes(place) for item in variables
        ):
            found.append(entry.parent.name)
    return found


def test_help_and_version(place: Path) -> None:
    done = run("--help", cwd=place)
    assert done.returncode == 0
    assert "compare" in done.stdout
    assert run("--version", cwd=place).stdout.startswith("tempfile-conformance, version ")
    for name in ("check", "compare", "merge", "diff", "report", "guarantees", "reproduce", "doctor", "schema"):
        done = run(name, "--help", cwd=place)
        assert done.returncode == 0
        assert "Usage: tempfile-conformance " + name in done.stdout


def test_the_contract_is_listed_and_explained(place: Path) -> None:
    listed = run("guarantees", cwd=place)
    assert "mkstemp.owner-only" in listed.stdout
    told = run("guarantees", "mkstemp.owner-only", cwd=place)
    assert "readable and writable only by the creating user" in " ".join(told.stdout.split())
    assert "CWE-732" in told.stdout
    assert json.loads(run("guarantees", "--json", cwd=place).stdout)[0]["id"]
