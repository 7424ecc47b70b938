"""What a platform or a file system cannot promise is inapplicable, with the sentence that says so."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import pytest
from tempfile_conformance import contract
from tempfile_conformance.checks import registry
from tempfile_conformance.judge import Effort, judge
from tempfile_conformance.needs import LACKING, NEEDED_BY, needed_by_request, needed_by_scene
from tempfile_conformance.trials import Trials
from tempfile_platforms import profiles
from tempfile_platforms.handshake import agent_for_python
from tempfile_platforms.launchers import Launcher
from tempfile_platforms.session import Session
from tempfile_reports.model import Outcome, Verdict

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no permission bits to lack")


def verdict(guarantee: str, scratch: Path, launcher: Launcher | None = None) -> Verdict:
    """The verdict of the standard library on one guarantee, two examples a check."""
    agent = agent_for_python(sys.executable, "tempfile")
    if launcher is not None:
        agent = type(agent)(agent.command, agent.implementation, agent.path, launcher)
    session = Session(agent, scratch)
    try:
        trials = Trials(session, "3.11")
        return judge(contract.load().guarantees[guarantee], registry.load()[guarantee], trials, Effort(2))
    finally:
        session.close()
        session.sweep()


@posix
def test_permissions_are_not_asked_of_a_file_system_that_has_none(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TEMPFILE_CONFORMANCE_FILESYSTEM", "fuse.lowntfs-3g")
    found = verdict("mkstemp.owner-only", tmp_path)
    assert found.verdict is Outcome.INAPPLICABLE
    assert "the file system stores none" in found.reason


@posix
def test_an_example_that_cannot_be_is_left_out_and_the_others_decide(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "whole").mkdir()
    whole = verdict("mkstemp.exclusive", tmp_path / "whole")
    monkeypatch.setenv("TEMPFILE_CONFORMANCE_FILESYSTEM", "vfat")
    (tmp_path / "part").mkdir()
    part = verdict("mkstemp.exclusive", tmp_path / "part")
    assert (whole.verdict, whole.reason) == (Outcome.PASS, "")
    assert part.verdict is Outcome.PASS
    assert "files and directories only" in part.reason
    assert whole.examples > 0
    assert part.examples > 0


@posix
def test_what_only_a_stand_in_lacks_stays_undecided(tmp_path: Path) -> None:
    wine = Launcher((), platform="win32-wine")
    found = verdict("mkstemp.exclusive", tmp_path, wine)
    assert found.verdict is Outcome.INCONCLUSIVE
    assert "wine" in found.reason


def test_every_ability_that_is_lacking_is_asked_for_by_something() -> None:
    assert set(NEEDED_BY.values()) <= profiles.ABILITIES
    elsewhere = {"names", "byte-names", "exit", "gone-cwd", "link-counts"}
    assert profiles.ABILITIES - {*NEEDED_BY.values(), *LACKING} == elsewhere


def test_what_a_meddler_is_refused_depends_on_the_system() -> None:
    assert profiles.refusal("linux", "unlink", "EACCES") is None
    assert "FILE_SHARE_DELETE" in (profiles.refusal("win32", "unlink", "EACCES") or "")
    assert profiles.refusal("win32", "read_file", "EACCES") is None
    assert profiles.refusal("emscripten", "rmdir", "EBUSY")


@pytest.mark.parametrize(
    ("operation", "fields", "needed"),
    [
        ("call", {"arguments": [b"\xff"], "keywords": {}}, {"byte-names"}),
        ("call", {"arguments": [b"plain"], "keywords": {"dir": "\udcff"}}, set()),
        ("call", {"arguments": [], "keywords": {"prefix": b"\x80"}}, {"byte-names"}),
        ("watch", {"occupants": ["file", "dangling"]}, {"symlinks"}),
        ("build", {"items": [{"kind": "chain"}, {"kind": "fifo"}]}, {"deep-trees", "fifos"}),
        ("stat", {"path": "/"}, set()),
        ("call", {"function": "mktemp"}, set()),
        ("call", {"function": "mktemp", "keywords": {"suffix": ".txt", "prefix": "../"}}, set()),
        ("call", {"function": "mktemp", "keywords": {"suffix": "."}}, {"names"}),
        ("call", {"function": "mktemp", "keywords": {"suffix": b"x "}}, {"names"}),
    ],
)
def test_each_request_needs_what_it_says(operation: str, fields: dict[str, Any], needed: set[str]) -> None:
    assert needed_by_request(operation, fields) == needed


@pytest.mark.parametrize(
    ("path", "needed"),
    [
        ("@/d", set()),
        ("@/d/é ü", set()),
        ('@/it\'s "$HOME"', {"names"}),
        ("@/a?b/c", {"names"}),
        ("@/ends with a dot.", {"names"}),
        ("@/ends with a space /x", {"names"}),
    ],
)
def test_names_that_not_every_file_system_takes_are_told(path: str, needed: set[str]) -> None:
    assert needed_by_scene([{"kind": "directory", "path": path}]) == needed


def test_each_kind_of_the_scene_needs_its_ability() -> None:
    scene = [{"kind": kind, "path": "@/x"} for kind in ("file", "directory", "symlink", "fifo", "full")]
    assert needed_by_scene(scene) == {"symlinks", "fifos"}
