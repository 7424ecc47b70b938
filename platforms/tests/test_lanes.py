"""One table of lanes: it is whole, and noxfile, tox and the workflows take from it what they run."""

from __future__ import annotations

import argparse
import ast
import contextlib
import json
import os
import re
import subprocess
import sys
import tempfile
import time
import tomllib
from pathlib import Path

import pytest
from tempfile_platforms import confining, lane_runs, lanes, processors
from tempfile_platforms.lanes import FileSystem, Lane, LaneError, Missing

ROOT = Path(__file__).resolve().parents[2]
CI = (ROOT / ".github" / "workflows" / "ci.yml").read_text(encoding="utf-8")
CONFORMANCE = (ROOT / ".github" / "workflows" / "conformance.yml").read_text(encoding="utf-8")
OPTIONS = lane_runs._parser().parse_args([])


def test_the_table_is_whole() -> None:
    names = [lane.name for lane in lanes.lanes()]
    assert len(names) == len(set(names)) >= 30
    assert {lane.system for lane in lanes.lanes()} == {"linux", "darwin", "win32"}
    assert {lane.user for lane in lanes.lanes()} == set(lanes.USERS)


def test_every_interpreter_and_every_program_can_be_added() -> None:
    assert [lane.name for lane in lanes.lanes() if lane.python and not lanes.remedy(lane.python)] == []
    assert [files.name for files in lanes.filesystems().values() if files.programs and not files.add] == []


def test_every_known_divergence_belongs_to_a_lane_and_has_its_reason() -> None:
    folder = Path(lanes.__file__).with_name("baselines")
    assert {path.name for path in folder.iterdir()} == {lane.baseline for lane in lanes.lanes() if lane.baseline}
    for path in folder.iterdir():
        accepted = tomllib.loads(path.read_text(encoding="utf-8")).get("accepted", [])
        assert all(entry["guarantee"] and entry["reason"] for entry in accepted)
        assert len(accepted) == len({entry["guarantee"] for entry in accepted})


def test_every_file_system_is_used_or_says_why_not() -> None:
    used = {lane.scratch for lane in lanes.lanes()}
    assert [files.name for files in lanes.filesystems().values() if files.name not in used and not files.unusable] == []


def test_every_baseline_is_there() -> None:
    files = [file for lane in lanes.lanes() if (file := lanes.baseline(lane))]
    assert files
    assert [file for file in files if not file.is_file()] == []


def test_every_supported_python_is_a_lane() -> None:
    named = " ".join(lane.python for lane in lanes.lanes())
    assert [version for version in ("2.7", "3.6", *lanes.suite()["pythons"]) if version not in named] == []


def test_tox_and_the_workflows_run_what_the_table_says() -> None:
    pythons, runners = lanes.suite()["pythons"], lanes.suite()["runners"]
    tox = tomllib.loads((ROOT / "tox.toml").read_text(encoding="utf-8"))["env_list"]
    assert tox == [f"py{version.replace('.', '')}" for version in pythons]
    for workflow in (CI, CONFORMANCE):
        assert matrix(workflow, "python") == list(pythons)
        assert matrix(workflow, "os") == list(runners)
    native = [lane.subjects for lane in lanes.lanes() if lane.name.startswith("native-")]
    assert len(native) == len(runners)
    assert all(set(matrix(CONFORMANCE, "subject")) <= set(subjects) for subjects in native)


def test_the_noxfile_and_the_workflow_make_the_round() -> None:
    sessions = {
        node.name: ast.unparse(node)
        for node in ast.parse((ROOT / "noxfile.py").read_text(encoding="utf-8")).body
        if isinstance(node, ast.FunctionDef)
    }
    assert "tempfile_platforms.lane_runs" in sessions["platforms"]
    asked = re.findall(r"-m nox -s ([\w ]+?)(?: --(?: |$)|\"?$)", CI + CONFORMANCE, re.MULTILINE)
    assert {"platforms", "merge"} <= {word for words in asked for word in words.split()} <= set(sessions)


def matrix(workflow: str, name: str) -> list[str]:
    """One dimension of a workflow's matrix."""
    found = re.search(rf"^        {name}: \[(.+)\]$", workflow, re.MULTILINE)
    assert found
    return [item.strip().strip('"') for item in found[1].split(",")]


def test_a_pattern_that_names_no_lane_is_told() -> None:
    with pytest.raises(LaneError, match=r"no lane matches 'nowhere\*'; there are "):
        lanes.select(["nowhere*"])


def test_a_tier_includes_those_before_it() -> None:
    always, nightly, available = (set(lanes.select(tier=tier)) for tier in lanes.TIERS)
    assert always < nightly < available == set(lanes.select()) == set(lanes.lanes())
    # What `nox -s platforms` judges without being told more.
    assert len(nightly) >= 18


def test_what_another_system_would_need_is_said() -> None:
    other = "darwin" if sys.platform != "darwin" else "linux"
    why = lanes.missing(Lane("there", other, ("tempfile",), "always"))
    assert why == Missing(f"needs {other}, this is {sys.platform}")


def test_a_missing_interpreter_comes_with_the_command_that_adds_it() -> None:
    why = lanes.missing(Lane("old", sys.platform, ("tempfile",), "always", python="python3.99"))
    assert why is not None
    assert "no interpreter 'python3.99'" in why.reason
    assert why.add == "pyenv install 3.99"


@pytest.mark.skipif(sys.platform == "win32", reason="there is no root on Windows")
def test_a_lane_with_mounts_needs_root(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    why = lanes.missing(Lane("files", sys.platform, ("tempfile",), "always", scratch="tmpfs"))
    assert why is not None
    assert "needs root" in why.reason


# --- what a lane runs


def test_the_standard_library_alone_is_checked_and_others_are_compared_with_it() -> None:
    alone = lane_runs.command(Lane("a", "linux", ("tempfile",), "always", python="python2.7"), Path("r.json"), OPTIONS)
    both = lane_runs.command(Lane("b", "linux", ("tempfile", "mine"), "always", examples=1), Path("r.json"), OPTIONS)
    assert alone[3:5] == ["check", "tempfile"]
    assert alone[-2:] == ["--python", "python2.7"]
    assert both[3:7] == ["compare", "mine", "--against", "stdlib"]
    assert both[-2:] == ["--examples", "1"]


@pytest.mark.parametrize(
    ("subjects", "code", "wrong"),
    [
        (("tempfile",), 0, ""),
        (("tempfile",), 1, ""),
        (("tempfile", "mine"), 1, "a guarantee is broken"),
        (("tempfile",), 2, "exit code 2"),
        (("tempfile",), 3, "could not be judged"),
    ],
)
def test_a_standard_library_may_break_promises_and_nothing_else_may(
    subjects: tuple[str, ...], code: int, wrong: str
) -> None:
    result = lane_runs.Result(Lane("a", "linux", subjects, "always"), code, Path("r.json"), 1.0)
    assert result.wrong == wrong


def test_a_lane_without_a_report_is_wrong() -> None:
    assert lane_runs.Result(Lane("a", "linux", ("tempfile",), "always"), 0, None, 1.0).wrong


def test_no_lane_at_all_is_not_success(capsys: pytest.CaptureFixture[str]) -> None:
    away = next(lane.name for lane in lanes.lanes() if lane.system != sys.platform)
    assert lane_runs.main(["--lane", away]) == 3
    said = capsys.readouterr()
    assert f"skipped  {away}: needs " in said.out
    assert "no lane could be run here" in said.err


def test_an_unknown_lane_is_wrong_usage(capsys: pytest.CaptureFixture[str]) -> None:
    assert lane_runs.main(["--lane", "nowhere"]) == 2
    assert "no lane matches 'nowhere'" in capsys.readouterr().err


def test_a_round_names_the_lane_in_its_report(tmp_path: Path) -> None:
    native = next(lane for lane in lanes.lanes() if lane.name.startswith("native-") and lane.system == sys.platform)
    report = tmp_path / "round.json"
    arguments = ["--lane", native.name, "--only", "mktemp.suffix", "--examples", "1", "--jobs", "1"]
    assert lane_runs.main([*arguments, "--report", str(report)]) == 0
    runs = json.loads(report.read_text(encoding="utf-8"))["runs"]
    assert {run["lane"] for run in runs} == {native.name}
    assert {run["implementation"]["name"] for run in runs} == set(native.subjects)


def test_lanes_side_by_side_are_told_in_their_order(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    # Two of them can be run by root on Linux, elsewhere one.
    wanted = [lane for lane in lanes.lanes() if lane.name.startswith("native-") or lane.name == "linux-user-root"]
    report = tmp_path / "round.json"
    arguments = [*(f"--lane={lane.name}" for lane in wanted), "--only=mktemp.suffix", "--examples=1", "--at-once=2"]
    assert lane_runs.main([*arguments, f"--report={report}"]) == 0
    said = capfd.readouterr()
    told = [line.split()[1].rstrip(":") for line in said.out.splitlines() if line.startswith(("ran ", "skipped "))]
    assert told == [lane.name for lane in wanted]
    here = next(lane for lane in wanted if lane.name.startswith("native-") and lane.system == sys.platform)
    assert said.err.index("1 pass") < said.err.index(f"{here.name}: ")


def test_lanes_side_by_side_keep_to_a_processor_each(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if not hasattr(os, "sched_setaffinity"):
        pytest.skip("a process cannot keep to one processor here")
    asking = [sys.executable, "-c", "import os, sys; sys.stderr.write(f'<{os.sched_getaffinity(0)}>')"]
    said = tmp_path / "said"
    with said.open("w") as stream:
        monkeypatch.setattr(sys, "stderr", stream)
        monkeypatch.setattr(lane_runs, "command", lambda *_: asking)
        lane_runs.main(["--lane=native-*", "--lane=linux-user-root", "--at-once=2"])
    kept = re.findall(r"<(.*?)>", said.read_text())
    assert len(set(kept)) == min(len(kept), processors.count()) > 0
    assert all("," not in one for one in kept)


def test_nothing_is_begun_after_the_end_of_a_round(tmp_path: Path) -> None:
    round_ = lane_runs.Round(OPTIONS, tmp_path)
    round_.end()
    assert round_.run(Lane("a", sys.platform, ("tempfile",), "always")).report is None


# --- mounts and users


def test_a_script_ends_with_the_exit_code_of_the_suite(tmp_path: Path) -> None:
    lane = Lane("a", "linux", ("tempfile",), "always", scratch="sticky")
    script = confining.confined(lane, ["suite", "it's"], tmp_path, [])[-1]
    assert script.splitlines()[-2:] == ["suite 'it'\"'\"'s' || code=$?", "exit ${code:-0}"]
    assert 'chmod 1777 "$HERE"' in script


def test_what_lies_below_a_private_home_is_put_back_for_an_ordinary_user(tmp_path: Path) -> None:
    home = tmp_path / "home"
    for folder in (home / "python" / "lib", home / "other"):
        folder.mkdir(parents=True)
    home.chmod(0o700)
    # pytest's own folders are private too.
    commands = [
        line for line in confining._opened([home / "python", home / "python" / "lib"], Path("/b")) if "mkdir" in line
    ]
    assert commands
    assert sum(line.startswith("mkdir /b/aside") for line in commands) == 1
    assert commands[-1].endswith(f"/b/aside1 {home / 'python'}")


needs_mounts = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0 or "mount" not in lanes.abilities.namespaces(),
    reason="file systems are mounted as root on Linux, in private mounts",
)


@needs_mounts
@pytest.mark.parametrize("name", [name for name, files in lanes.filesystems().items() if files.unusable])
def test_a_file_system_without_room_for_a_trial_is_told(name: str) -> None:
    files = lanes.filesystems()[name]
    code, said = on(files, ["--only", "mktemp.suffix"])
    assert code == 2
    assert files.unusable in said


@needs_mounts
def test_a_trial_lies_on_the_file_system_of_its_lane() -> None:
    code, said = on(lanes.filesystems()["tmpfs"], ["--only", "mktemp.suffix", "--examples", "1", "--jobs", "1"])
    assert code == 0
    assert ", tmpfs, " in " ".join(said.split())
    assert "lane-" not in Path("/proc/self/mountinfo").read_text(encoding="utf-8")


@needs_mounts
@pytest.mark.parametrize(
    "names", [["native-linux"], ["linux-tmpfs"], ["linux-user-ordinary"], ["linux-user-ordinary", "linux-tmpfs"]]
)
def test_a_round_that_is_told_to_end_ends_its_suites_and_leaves_nothing(names: list[str]) -> None:
    # As short as can be, and not below pytest's own: an ordinary user has to reach it.
    with tempfile.TemporaryDirectory() as folder:
        place = Path(folder).resolve()
        place.chmod(0o711)
        round_ = subprocess.Popen(
            [sys.executable, "-m", "tempfile_platforms.lane_runs", *(f"--lane={name}" for name in names), "--jobs=1"],
            env={**os.environ, "TMPDIR": folder, "TEMPFILE_CONFORMANCE_ROUND": folder},
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        while round_.poll() is None and not _sessions(folder):
            time.sleep(0.01)
        round_.terminate()
        _, said = round_.communicate(timeout=60)
        assert (round_.returncode, "interrupted: the other lanes were not run" in said) == (3, True), said
        assert _environments(folder) == []
        assert list(place.iterdir()) == []


def _environments(folder: str) -> list[set[bytes]]:
    """The environments of the processes that belong to a round."""
    found = []
    for entry in Path("/proc").glob("[0-9]*/environ"):
        with contextlib.suppress(OSError):
            variables = set(entry.read_bytes().split(b"\0"))
            if b"TEMPFILE_CONFORMANCE_ROUND=" + folder.encode() in variables:
                found.append(variables)
    return found


def _sessions(folder: str) -> bool:
    """Whether there are agents among them yet."""
    return any(item.startswith(b"TEMPFILE_CONFORMANCE=") for found in _environments(folder) for item in found)


def on(files: FileSystem, options: list[str]) -> tuple[int, str]:
    """Run a check on a file system; its exit code and what it said."""
    with tempfile.TemporaryDirectory(prefix="lane-") as folder:
        base = Path(folder).resolve()
        lane = Lane("there", "linux", ("tempfile",), "always", scratch=files.name)
        command = [*lane_runs.SUITE, "check", "tempfile", "--scratch", str(base / "here"), *options]
        done = subprocess.run(
            confining.confined(lane, command, base, []), capture_output=True, text=True, check=False, timeout=120
        )
        return done.returncode, done.stdout + done.stderr


def test_the_parser_takes_what_the_noxfile_gives() -> None:
    options: argparse.Namespace = lane_runs._parser().parse_args(["--path", "reference", "--report", "a", "--report=b"])
    assert (options.path, options.report, lane_runs.tier_of(options)) == (["reference"], ["a", "b"], "nightly")


@pytest.mark.parametrize(
    ("words", "tier"), [([], "nightly"), (["--lane=*"], "available"), (["--lane=*", "--tier=always"], "always")]
)
def test_a_lane_that_is_named_is_run_whatever_its_tier(words: list[str], tier: str) -> None:
    assert lane_runs.tier_of(lane_runs._parser().parse_args(words)) == tier
