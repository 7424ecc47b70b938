"""Evidence from the kernel: what is read out of strace's lines, and what it does to a verdict."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tempfile_conformance import evidence
from tempfile_conformance.cli.exits import CannotJudge
from tempfile_conformance.cli.judging import judge
from tempfile_conformance.evidence import Witness, read, rule
from tempfile_conformance.scratch import scratch_directory
from tempfile_conformance.trials import Trials
from tempfile_platforms.abilities import Ability, strace_version
from tempfile_platforms.implementations import resolve
from tempfile_platforms.session import Session
from tempfile_reports.model import Outcome, Verdict

DEFAULTS = {
    "report": (),
    "edition": None,
    "only": (),
    "examples": 1,
    "seed": None,
    "timeout": 10.0,
    "isolation": "auto",
}

FILE = '41 openat(AT_FDCWD</w>, "/d/tmpx", O_RDWR|O_CREAT|O_EXCL|O_CLOEXEC, 0600) = 3</d/tmpx>'
IN_HANDLE = '41 openat(5</d>, "tmpx", O_RDWR|O_CREAT|O_EXCL|O_CLOEXEC, 0600) = 3</d/tmpx>'
NAMELESS = '41 openat(AT_FDCWD</w>, "/d", O_RDWR|O_CLOEXEC|O_TMPFILE, 0600) = 3</d/#42>(deleted)'
DIRECTORY = '41 mkdirat(5</d>, "tmpx", 0700) = 0'
LOOK = '41 newfstatat(AT_FDCWD</w>, "/d/tmpx", 0x7ff, AT_SYMLINK_NOFOLLOW) = -1 ENOENT (No such file or directory)'
TAKEN = '41 openat(AT_FDCWD</w>, "/d/tmpy", O_RDWR|O_CREAT|O_EXCL, 0600) = -1 EEXIST (File exists)'
BY_DESCRIPTOR = '41 openat(AT_FDCWD</w>, "/proc/self/fd/5/tmpx", O_RDWR|O_CREAT|O_EXCL|O_CLOEXEC, 0600) = 8</d/tmpx>'
AGAIN = '41 openat(AT_FDCWD</w>, "/proc/self/fd/8", O_RDWR|O_CREAT|O_TRUNC, 0666) = 9</d/tmpx>(deleted)'
LATE = "41 fcntl(3</d/tmpx>, F_SETFD, FD_CLOEXEC) = 0"
LINK = '41 linkat(3</d/#1 (deleted)>, "/proc/self/fd/3", AT_FDCWD</d>, "/d/tmpx", AT_SYMLINK_FOLLOW) = 0'
UNLINK = '41 unlink("/d/tmpx") = 0'
UNLINK_IN_HANDLE = '41 unlinkat(5</d>, "tmpx", 0) = 0'
WITHOUT = {word: FILE.replace(f"|{word}", "") for word in ("O_EXCL", "O_CLOEXEC")}
OPEN_TO_ALL = FILE.replace("0600", "0666")


def wrong(guarantee: str, *lines: str, edition: str = "3.13") -> list[str]:
    """What the lines show against a guarantee."""
    calls = list(evidence._under_umasks(call for call in map(read, lines) if call is not None))
    asked = rule(guarantee)
    assert asked is not None
    return [what for _, what in asked(calls, edition)]


@pytest.mark.parametrize(
    ("guarantee", "lines"),
    [
        ("mkstemp.exclusive", [FILE]),
        ("mkstemp.exclusive", [TAKEN, IN_HANDLE]),
        ("mkstemp.exclusive", [LOOK, FILE]),
        ("mkdtemp.exclusive", [DIRECTORY]),
        ("TemporaryFile.exclusive", [NAMELESS]),
        ("TemporaryFile.no-name", [NAMELESS]),
        ("TemporaryFile.no-name", [IN_HANDLE, UNLINK_IN_HANDLE]),
        ("TemporaryFile.no-name", [IN_HANDLE, UNLINK]),
        ("NamedTemporaryFile.gone-on-close", [FILE, UNLINK]),
        ("NamedTemporaryFile.gone-on-close", [IN_HANDLE.replace("tmpx", "./tmpx", 1), UNLINK]),
        ("NamedTemporaryFile.gone-on-close", [NAMELESS, LINK, UNLINK]),
        ("TemporaryFile.exclusive", [BY_DESCRIPTOR, AGAIN]),
        ("TemporaryFile.owner-only", [BY_DESCRIPTOR, AGAIN]),
        ("TemporaryFile.no-name", [BY_DESCRIPTOR, UNLINK, AGAIN]),
        ("mkstemp.owner-only", [FILE, "41 fchmod(3</d/tmpx>, 0600) = 0"]),
        ("mkstemp.owner-only", ["41 umask(077) = 022", OPEN_TO_ALL, "41 umask(022) = 077"]),
        ("mkstemp.not-inherited", [FILE]),
    ],
)
def test_what_is_sound_is_left_alone_however_it_is_done(guarantee: str, lines: list[str]) -> None:
    assert wrong(guarantee, *lines) == []


@pytest.mark.parametrize(
    ("guarantee", "lines", "said"),
    [
        ("mkstemp.exclusive", [WITHOUT["O_EXCL"]], "created without O_EXCL"),
        ("mkstemp.exclusive", [LOOK, WITHOUT["O_EXCL"]], "after a look whether the name is free"),
        ("mkstemp.owner-only", [OPEN_TO_ALL, "41 fchmod(3</d/tmpx>, 0600) = 0"], "permissions 0666"),
        ("mkstemp.owner-only", [FILE, '41 chmod("/d/tmpx", 0644) = 0'], "permissions 0644"),
        ("mkdtemp.owner-only", [DIRECTORY.replace("0700", "0755")], "permissions 0755"),
        ("mkstemp.not-executable", [FILE.replace("0600", "0700")], "permissions 0700"),
        ("mkstemp.not-inherited", [WITHOUT["O_CLOEXEC"]], "created without O_CLOEXEC"),
        ("mkstemp.not-inherited", [WITHOUT["O_CLOEXEC"], LATE], "which is set too late"),
        ("TemporaryFile.no-name", [FILE], "its name is not removed"),
        ("TemporaryFile.no-name", [BY_DESCRIPTOR], "its name is not removed"),
        ("mkstemp.exclusive", [BY_DESCRIPTOR.replace("|O_EXCL", "")], "created without O_EXCL"),
        ("NamedTemporaryFile.gone-on-close", [FILE, UNLINK.replace("tmpx", "tmpy")], "deleted by another path"),
    ],
)
def test_what_is_not_sound_is_said(guarantee: str, lines: list[str], said: str) -> None:
    assert any(said in what for what in wrong(guarantee, *lines))


def test_the_oldest_edition_may_close_its_descriptors_a_moment_later() -> None:
    assert wrong("mkstemp.not-inherited", WITHOUT["O_CLOEXEC"], LATE, edition="2.7") == []
    assert wrong("mkstemp.not-inherited", WITHOUT["O_CLOEXEC"], edition="2.7") != []


@pytest.mark.parametrize("guarantee", ["mkstemp.suffix", "mktemp.exclusive", "SpooledTemporaryFile.gone-on-close"])
def test_calls_have_nothing_to_say_about_most_promises(guarantee: str) -> None:
    assert rule(guarantee) is None


@pytest.mark.parametrize("line", ["41 --- SIGCHLD ---", "41 +++ exited with 0 +++", "41 close(3 <unfinished ...>"])
def test_what_is_no_whole_call_is_passed_over(line: str) -> None:
    assert read(line) is None


# --- in a trial

TOO_LATE = """
import os, tempfile
gettempdir = tempfile.gettempdir
tempdir = None

def mkstemp(suffix="", prefix="tmp", dir=None, text=False):
    path = os.path.join(dir, prefix + os.urandom(8).hex() + suffix)
    descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
    os.set_inheritable(descriptor, True)
    os.set_inheritable(descriptor, False)
    return descriptor, path
"""
# Python's own os.open always sets O_CLOEXEC; the one below it does not.
BY_HAND = TOO_LATE.replace("os.open(path,", "ctypes.CDLL(None).open(path.encode(),").replace("os, ", "ctypes, os, ")

traced = pytest.mark.skipif(
    sys.platform != "linux" or strace_version() is None,
    reason="needs Linux and strace (Debian: apt-get install strace)",
)


@pytest.fixture
def trials(tmp_path: Path) -> Iterator[Trials]:
    """Trials of an implementation that closes its descriptors to other programs a moment late."""
    file = tmp_path / "late.py"
    file.write_text(BY_HAND)
    with scratch_directory(None) as scratch:
        session = Session(resolve(str(file)).agent, scratch, marker=scratch.name)
        yield Trials(session, "3.13")
        session.close()


@traced
def test_what_no_example_shows_the_kernel_does(trials: Trials) -> None:
    passed = Verdict(guarantee="mkstemp.not-inherited", verdict=Outcome.PASS)
    found = Witness(trials, "auto").attach(passed)
    assert found.verdict is Outcome.FAIL
    assert found.counterexample is not None
    assert "too late" in found.counterexample.seen
    assert [step.call.partition("(")[0] for step in found.counterexample.steps] == ["mkstemp"]
    assert found.evidence is not None
    assert found.evidence.tool == "strace"
    marked = [line.text for line in found.evidence.lines if line.mark]
    assert "O_CREAT|O_EXCL" in marked[0]
    assert "{trial}/mkstemp/tmp" in marked[0]
    assert found.sensors == ["strace"]


@traced
def test_evidence_does_not_make_a_failure_any_better(trials: Trials) -> None:
    witness = Witness(trials, "auto")
    failed = Verdict(guarantee="mkstemp.exclusive", verdict=Outcome.FAIL, reason="seen otherwise")
    found = witness.attach(failed)
    assert (found.verdict, found.reason) == (Outcome.FAIL, "seen otherwise")
    assert found.evidence is not None
    undecided = Verdict(guarantee="mkstemp.exclusive", verdict=Outcome.INCONCLUSIVE)
    assert witness.attach(undecided) is undecided


def test_without_evidence_a_verdict_stays_as_it_is(trials: Trials) -> None:
    passed = Verdict(guarantee="mkstemp.not-inherited", verdict=Outcome.PASS)
    assert Witness(trials, "none").attach(passed) is passed


def test_evidence_that_cannot_be_had_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    absent = Ability("strace", False, "there is no strace on PATH", "apt-get install strace")
    monkeypatch.setattr("tempfile_platforms.abilities.abilities", lambda: [absent])
    with pytest.raises(CannotJudge, match="apt-get install strace"):
        judge([], [], {**DEFAULTS, "evidence": "strace"})
