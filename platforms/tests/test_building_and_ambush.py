"""The Python agent's operations for trees: many entries at once, and an entry exchanged while it is looked at."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from tempfile_platforms.handshake import agent_for_python
from tempfile_platforms.protocol import Refused
from tempfile_platforms.session import Session

TOY = Path(__file__).with_name("agents") / "toy.py"


@pytest.fixture
def session(tmp_path: Path) -> Iterator[Session]:
    """A session with a trial begun."""
    opened = Session(agent_for_python(sys.executable, str(TOY), ()), tmp_path)
    opened.begin(cwd=str(tmp_path / "t000001"), umask=0o022)
    yield opened
    opened.close()


def test_many_entries_are_built_at_once(session: Session, tmp_path: Path) -> None:
    root = str(tmp_path / "t000001")
    session.request(
        "build",
        items=[
            {"kind": "directory", "path": f"{root}/d", "mode": 0o750},
            {"kind": "file", "path": f"{root}/d/\udcff", "data": {"$bytes": "00"}},
            {"kind": "socket", "path": f"{root}/d/s"},
            {"kind": "chain", "path": f"{root}/d", "depth": 3},
        ],
    )
    tree = [entry[:2] for entry in session.request("tree", path=root)]
    kinds = [["d", "directory"], ["d/d", "directory"], ["d/d/d", "directory"], ["d/d/d/d", "directory"]]
    assert sorted(tree) == sorted([*kinds, ["d/s", "socket"], ["d/\udcff", "file"]])
    assert session.request("getcwd") == root


def test_a_socket_stands_at_any_path_or_is_refused(session: Session, tmp_path: Path) -> None:
    """An address has to be shorter than a path may be; that there can be no such socket is nobody's error."""
    path = f"{tmp_path / 't000001'}/{'x' * 200}"
    try:
        session.request("build", items=[{"kind": "socket", "path": path}])
    except Refused:
        assert sys.platform != "linux"
    else:
        assert session.request("stat", path=path)[:2] == ["socket", 0o755]


@pytest.mark.parametrize("nth", [1, 2, 3])
def test_an_entry_is_exchanged_just_before_the_look_that_was_named(session: Session, tmp_path: Path, nth: int) -> None:
    root = str(tmp_path / "t000001")
    items = [{"kind": "directory", "path": f"{root}/{name}"} for name in ("victim", "entry")]
    session.request("build", items=items)
    session.request("ambush", path=f"{root}/entry", nth=nth, aside=f"{root}/aside", target=f"{root}/victim")
    kinds = []
    for _ in range(2):
        session.request("library", name="os.lstat", arguments=[f"{root}/victim"])
        session.request("library", name="os.lstat", arguments=[f"{root}/entry"])
        # Not seen by the sensor: what stands there now.
        kinds.append(session.request("stat", path=f"{root}/entry", follow=False)[0])
    assert session.request("ambushed") == 2
    assert kinds == {1: ["symlink", "symlink"], 2: ["directory", "symlink"], 3: ["directory", "directory"]}[nth]
    assert session.request("stat", path=f"{root}/aside") is None or nth < 3
