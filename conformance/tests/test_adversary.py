"""The adversary itself: it decides the same whatever it sees with, and never leaves the trial's own directory."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from tempfile_conformance import contract
from tempfile_conformance.checks import registry
from tempfile_conformance.judge import Effort, judge
from tempfile_conformance.scratch import scratch_directory
from tempfile_conformance.trials import Trials, User
from tempfile_platforms import seccomp
from tempfile_platforms.implementations import resolve
from tempfile_platforms.session import Session
from tempfile_platforms.users import ordinary_user, other_user
from tempfile_reports.model import Outcome

FAULTY = Path(__file__).with_name("faulty")

CHAPTER = ("attacks", "crowds", "deaths", "exhaustion", "faults", "races")
"""The modules of checks in which somebody is at work against the implementation."""

SENSED = (
    ".exclusive",
    ".never-elsewhere",
    ".exclusive-against-others",
    ".errors-reach-the-caller",
    ".bounded-attempts",
)
"""The guarantees whose trials need a sensor."""

BRIEFLY = Effort(2, shrink=False)

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="the faulty implementations are those of POSIX")


def chapter() -> list[str]:
    """The adversary's guarantees."""
    return [name for name, check in registry.load().items() if check.name.partition(":")[0] in CHAPTER]


@contextmanager
def trials_of(implementation: str, *options: str, base: Path | None = None, sensor: str = "auto") -> Iterator[Trials]:
    """Trials of an implementation, by an agent with these options."""
    agent = resolve(implementation, sensor=sensor).agent
    with scratch_directory(base) as scratch:
        session = Session(replace(agent, command=(*agent.command, *options)), scratch, marker=scratch.name)
        try:
            users = [User(user.uid, user.gid) if user else None for user in (ordinary_user(), other_user())]
            edition = session.hello.implementation["edition"] or ".".join(map(str, sys.version_info[:2]))
            yield Trials(session, str(edition), *users)
        finally:
            session.close()


def outcomes(trials: Trials, names: list[str]) -> dict[str, Outcome]:
    """The verdicts in short."""
    guarantees, checks = contract.load().guarantees, registry.load()
    return {name: judge(guarantees[name], checks[name], trials, BRIEFLY).verdict for name in names}


@pytest.mark.parametrize("sensor", ["audit", "seccomp"])
@pytest.mark.parametrize(
    "implementation",
    [
        "unchanged_today",
        "no_exclusive_creation",
        "mkdtemp_takes_a_link_for_a_directory",
        "mkstemp_replaces_what_is_there",
        "mkstemp_renamed_into_place",
        "errors_all_taken_for_taken_names",
    ],
)
def test_all_sensors_decide_alike(implementation: str, sensor: str) -> None:
    """As functions that are wrapped, which every Python has."""
    if sensor == "audit" and not hasattr(sys, "addaudithook"):
        pytest.skip("this Python has no audit hook")
    if sensor == "seccomp" and (reason := seccomp.obstacle()):
        pytest.skip(reason)
    names = [name for name in chapter() if name.endswith(SENSED)]
    found = {}
    for one in ("wrap", sensor):
        options, asked = ((), one) if one == "seccomp" else (("--sensor", one), "auto")
        with trials_of(str(FAULTY / f"{implementation}.py"), *options, sensor=asked) as trials:
            assert trials.session.hello.sensor == one
            found[one] = outcomes(trials, names)
            trials.session.sweep()
    assert found[sensor] == found["wrap"]
    assert Outcome.ERROR not in found["wrap"].values()


def test_the_adversary_never_leaves_the_trials_directory(tmp_path: Path) -> None:
    """Canaries beside the scratch directory and in the real temporary directory are as they were."""
    places = [tmp_path, Path(tempfile.gettempdir())]
    with tempfile.TemporaryDirectory(prefix="tmp", dir=places[1]) as second:
        canaries = [tmp_path / "canary", Path(second)]
        for canary in canaries:
            _plant(canary)
        before = [_look(canary) for canary in canaries]
        beside = sorted(os.listdir(tmp_path))
        with trials_of("stdlib", base=tmp_path) as trials:
            found = outcomes(trials, chapter())
        assert Outcome.ERROR not in found.values()
        assert [_look(canary) for canary in canaries] == before
        assert sorted(os.listdir(tmp_path)) == beside


def _plant(canary: Path) -> None:
    canary.mkdir(exist_ok=True)
    (canary / "inner").mkdir(mode=0o755)
    (canary / "inner" / "file").write_bytes(b"canary")
    (canary / "inner" / "file").chmod(0o644)
    (canary / "link").symlink_to("inner")
    os.mkfifo(canary / "fifo")
    (canary / "closed").mkdir(mode=0o555)


def _look(canary: Path) -> list[tuple[str, int, int, int, bytes]]:
    found = []
    for path in [canary, *sorted(canary.rglob("*"))]:
        facts = path.lstat()
        data = path.read_bytes() if path.is_file() and not path.is_symlink() else b""
        found.append((str(path), facts.st_mode, facts.st_uid, facts.st_ino, data))
    return found
