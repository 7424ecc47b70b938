"""The Python agent under every interpreter that is installed: occupants, planned failures and audit events."""

from __future__ import annotations

import contextlib
import os
from pathlib import Path
from typing import Any

import pytest
from conversing import begin, call, has, posix, upcoming, watch
from tempfile_platforms.protocol import Died, Raised, Refused, encode
from tempfile_platforms.session import Session
from tempfile_platforms.users import ordinary_user

pytestmark = posix


OCCUPANTS = {
    "file": "file",
    "directory": "directory",
    "symlink": "symlink",
    "symlink-to-directory": "symlink",
    "dangling": "symlink",
    "hardlink": "file",
    "fifo": "fifo",
    "socket": "socket",
}


@pytest.fixture
def stage(session: Session) -> Path:
    """A trial with a directory to watch, and with victims."""
    directory = upcoming(session)
    begin(
        session,
        umask=0,
        scene=[
            {"kind": "directory", "path": f"{directory}/d"},
            {"kind": "file", "path": f"{directory}/victim", "data": encode(b"precious")},
            {"kind": "directory", "path": f"{directory}/victims"},
        ],
    )
    return directory


@pytest.mark.parametrize(("occupant", "left"), [("gone", None), ("swapped", "symlink")])
def test_the_directory_is_lost_just_before_creation(
    session: Session, stage: Path, occupant: str, left: str | None
) -> None:
    victims = {"swapped": f"{stage}/victims"}
    session.request("watch", directory=f"{stage}/d", occupants=[occupant], victims=victims)
    if left is None:
        with pytest.raises(Raised) as raised:
            call(session, "create", f"{stage}/d/a")
        assert raised.value.error.errno == "ENOENT"
    else:
        assert call(session, "create", f"{stage}/d/a") == f"{stage}/d/a"
    assert [event["planted"] for event in session.request("sensed")] == [occupant]
    facts = session.request("stat", path=f"{stage}/d", follow=False)
    assert (facts and facts[0]) == left
    assert session.request("listdir", path=f"{stage}/d.aside") == []
    assert session.request("listdir", path=f"{stage}/victims") == (["a"] if left else [])


def test_a_change_of_permissions_is_told_with_those_before(session: Session, stage: Path) -> None:
    watch(session, stage)
    session.request("library", name="os.chmod", arguments=[f"{stage}/victim", 0o640], keywords={})
    assert [(event["what"], event["mode"]) for event in session.request("sensed")] == [("chmod", 0o600)]


@pytest.mark.parametrize(("opens", "by_position"), [("open", False), ("open", True), ("FileIO", False)])
def test_what_an_opener_opens_is_seen_and_not_what_open_announces(
    session: Session, stage: Path, opens: str, by_position: bool
) -> None:
    if session.hello.runtime["native_bytes"]:
        pytest.skip("Python 2 has no openers")
    if opens == "FileIO" and session.hello.sensor != "audit":
        pytest.skip("only an audit hook sees what io.FileIO opens")
    module = session.request("library", name="importlib.import_module", arguments=["os"], keywords={})
    opener = encode(session.request("get", object=encode(module), name="open"))
    watch(session, stage)
    path = f"{stage}/d/opened"
    arguments = [path, "w+b", *([-1, None, None, None, True, opener] if by_position else [])]
    keywords = {} if by_position else {"opener": opener}
    session.request("library", name=f"io.{opens}", arguments=arguments, keywords=keywords)
    assert [(event["what"], event["full"]) for event in session.request("sensed")] == [("create", path)]


@pytest.mark.parametrize("occupant", ["file", "directory", "dangling", "fifo", "gone", "swapped"])
def test_what_was_planted_for_an_announcement_goes_again(session: Session, stage: Path, occupant: str) -> None:
    if session.hello.sensor != "audit":
        pytest.skip("only an audit hook sees what io.FileIO announces")
    # The opener opens what it is told, and finds what has been planted at the one name that there is.
    watch(session, stage, occupant)
    module = session.request("library", name="importlib.import_module", arguments=["os"], keywords={})
    opener = encode(session.request("get", object=encode(module), name="open"))
    path = f"{stage}/d/opened"
    with contextlib.suppress(Raised):
        session.request("library", name="io.FileIO", arguments=[path, "xb"], keywords={"opener": opener})
    assert [event["planted"] for event in session.request("sensed")] == [occupant]


@pytest.mark.parametrize("occupant", ["file", "dangling", "directory"])
def test_an_occupant_may_belong_to_another_user(session: Session, stage: Path, occupant: str) -> None:
    user = ordinary_user()
    if user is None:
        pytest.skip("making files of another user needs root")
    watch(session, stage, occupant, owner={"uid": user.uid, "gid": user.gid})
    call(session, "create", f"{stage}/d/a")
    session.request("sensed")
    assert session.request("stat", path=f"{stage}/d/a", follow=False)[-2:] == [user.uid, user.gid]


def fault(session: Session, directory: Path | str, **plan: Any) -> None:
    """Arms a plan of one call."""
    session.request("fault", directory=str(directory), plan=[plan])


@pytest.mark.parametrize(("function", "name"), [("create", "create"), ("create_directory", "mkdir")])
def test_a_call_fails_as_often_as_planned(session: Session, stage: Path, function: str, name: str) -> None:
    fault(session, stage, call=name, nth=2, times=2, errno="EEXIST")
    assert call(session, function, f"{stage}/d/a") == f"{stage}/d/a"
    assert call(session, function, f"{stage}/d/b") == f"{stage}/d/bxx"
    assert session.request("struck") == [[4, 2]]
    fault(session, stage, call=name, errno="EDQUOT")
    with pytest.raises(Raised) as raised:
        call(session, function, f"{stage}/d/c")
    assert (raised.value.error.errno, raised.value.error.filename) == ("EDQUOT", f"{stage}/d/c")
    session.request("struck")
    assert call(session, function, f"{stage}/d/c") == f"{stage}/d/c"


def test_only_the_implementation_feels_a_fault_and_only_where_it_is_planned(session: Session, stage: Path) -> None:
    fault(session, stage / "d", call="create", errno="EIO")
    session.request("write_file", path=f"{stage}/d/file", data=encode(b"data"))
    assert call(session, "create", f"{stage}/d.not") == f"{stage}/d.not"
    session.request("chdir", path=f"{stage}/d")
    with pytest.raises(Raised, match="Input/output"):
        call(session, "create", "relative")
    assert session.request("struck") == [[1, 1]]
    assert session.request("listdir", path=f"{stage}/d") == ["file"]


@pytest.mark.parametrize(("after", "errno"), [(False, "ENOMEM"), (True, "EBADF")])
def test_a_file_object_that_fails_late_has_closed_its_descriptor(
    session: Session, stage: Path, after: bool, errno: str
) -> None:
    fault(session, stage, call="fdopen", errno="ENOMEM", after=after)
    with pytest.raises(Raised) as raised:
        call(session, "create_and_wrap", f"{stage}/d/a")
    assert raised.value.error.errno == errno
    assert session.request("struck") == [[1, 1]]


@pytest.mark.parametrize(("ends", "after", "left"), [("SIGKILL", False, []), ("_exit", True, ["a"])])
def test_the_process_ends_at_a_call_that_was_named(
    session: Session, stage: Path, ends: str, after: bool, left: list[str]
) -> None:
    fault(session, stage, call="create", ends=ends, after=after)
    with pytest.raises(Died):
        call(session, "create", f"{stage}/d/a")
    assert session.request("listdir", path=f"{stage}/d") == left


@pytest.mark.parametrize("plan", [{"call": "teleport", "errno": "EIO"}, {"call": "open", "errno": "EFUN"}])
def test_a_fault_that_is_unknown_is_refused(session: Session, stage: Path, plan: dict[str, str]) -> None:
    with pytest.raises(Refused):
        fault(session, stage, **plan)


@pytest.mark.parametrize("occupant", OCCUPANTS)
@pytest.mark.parametrize("function", ["create", "create_directory"])
def test_an_occupant_is_planted_just_before_creation(
    session: Session, stage: Path, function: str, occupant: str
) -> None:
    watch(session, stage, occupant)
    assert call(session, function, f"{stage}/d/ä\udcff") == f"{stage}/d/ä\udcffx"
    first, second = session.request("sensed")
    assert first["what"] == second["what"] == "create"
    assert (first["planted"], second["planted"]) == (occupant, None)
    assert first["full"] == f"{stage}/d/ä\udcff"
    assert second["path"] == f"{stage}/d/ä\udcffx"
    kinds = {name: kind for name, kind, _ in session.request("tree", path=f"{stage}/d")}
    assert kinds == {"ä\udcff": OCCUPANTS[occupant], "ä\udcffx": "file" if function == "create" else "directory"}
    assert session.request("read_file", path=f"{stage}/victim") == b"precious"
    assert session.request("listdir", path=f"{stage}/victims") == []


def test_occupants_come_one_after_the_other_or_for_ever(session: Session, stage: Path) -> None:
    watch(session, stage, "file", "directory")
    assert call(session, "create", f"{stage}/d/a") == f"{stage}/d/axx"
    assert [event["planted"] for event in session.request("sensed")] == ["file", "directory", None]
    watch(session, stage, "fifo", always=True)
    with pytest.raises(Raised, match="all taken"):
        call(session, "create", f"{stage}/d/b")
    assert [event["planted"] for event in session.request("sensed")] == ["fifo"] * 10


def test_the_flags_of_a_creation_are_seen_and_nothing_is_planted_unasked(session: Session, stage: Path) -> None:
    watch(session, stage)
    assert call(session, "create", f"{stage}/d/a") == f"{stage}/d/a"
    assert call(session, "create", f"{stage}/elsewhere") == f"{stage}/elsewhere"
    (event,) = session.request("sensed")
    assert event["flags"] & os.O_EXCL
    assert event["planted"] is None
    call(session, "create", f"{stage}/d/b")
    assert session.request("sensed") == [event]


def test_a_name_can_be_taken_when_it_is_looked_up(session: Session, stage: Path) -> None:
    watch(session, stage, "dangling", at="look")
    assert call(session, "choose", f"{stage}/d/a") == f"{stage}/d/ax"
    assert [event["planted"] for event in session.request("sensed") if event["planted"]] == ["dangling"]


def test_a_function_that_a_class_keeps_is_no_method_of_it(session: Session, stage: Path) -> None:
    session.request("write_file", path=f"{stage}/d/kept", data=encode(b""))
    session.request("method", object=encode(call(session, "thing")), name="remove", arguments=[f"{stage}/d/kept"])
    assert session.request("listdir", path=f"{stage}/d") == []


def test_a_relative_name_is_seen_too(session: Session, stage: Path) -> None:
    watch(session, stage, "file")
    session.request("chdir", path=f"{stage}/d")
    assert call(session, "create", "a") == "ax"
    assert session.request("sensed")[0]["full"] == f"{stage}/d/a"


@pytest.mark.parametrize("occupant", ["unicorn", "symlink"])
def test_an_occupant_that_is_unknown_or_lacks_a_victim_is_refused(session: Session, stage: Path, occupant: str) -> None:
    with pytest.raises(Refused, match="no occupant of kind"):
        session.request("watch", directory=f"{stage}/d", occupants=[occupant])


def test_an_occupant_that_cannot_be_planted_is_no_error_of_the_implementation(session: Session, stage: Path) -> None:
    victims = {"hardlink": f"{stage}/no-such-file"}
    session.request("watch", directory=f"{stage}/d", occupants=["hardlink"], victims=victims)
    assert call(session, "create", f"{stage}/d/a") == f"{stage}/d/a"
    with pytest.raises(Refused, match="no hardlink could be planted"):
        session.request("sensed")


@pytest.mark.parametrize("refuse", [False, True])
def test_audit_events_are_noted_and_can_be_refused(session: Session, refuse: bool) -> None:
    directory = begin(session)
    if not has(session, "audit"):
        with pytest.raises(Refused, match="no audit events"):
            session.request("audit", refuse=refuse)
        return

    def announce(event: str, *arguments: Any) -> None:
        if refuse and event.startswith("tempfile."):
            with pytest.raises(Raised, match="RuntimeError"):
                session.request("library", name="sys.audit", arguments=encode([event, *arguments]))
        else:
            session.request("library", name="sys.audit", arguments=encode([event, *arguments]))

    session.request("library", name="sys.audit", arguments=["tempfile.mkstemp", "too early"])
    session.request("audit", refuse=refuse)
    announce("tempfile.mkstemp", f"{directory}/ä\udcff")
    announce("other.mkstemp", f"{directory}/x")
    announce("tempfile.mkdtemp", str(directory).encode(), 7)
    announce("tempfile.nothing")
    assert session.request("audited") == [
        {"event": "tempfile.mkstemp", "arguments": [f"{directory}/ä\udcff"], "there": False},
        {"event": "tempfile.mkdtemp", "arguments": [str(directory).encode(), 7], "there": True},
        {"event": "tempfile.nothing", "arguments": [], "there": None},
    ]
    session.request("library", name="sys.audit", arguments=["tempfile.mkstemp", "too late"])
    assert session.request("audited") == []
    session.request("audit", prefix="other.")
    session.request("library", name="sys.audit", arguments=["other.thing"])
    assert [event["event"] for event in session.request("audited")] == ["other.thing"]
