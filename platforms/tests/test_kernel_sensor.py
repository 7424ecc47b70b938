"""The kernel's sensor: it sees, takes and fails the calls of an agent that knows nothing of it."""

from __future__ import annotations

import os
import re
import shutil
import stat
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from conversing import watch
from tempfile_platforms import kernel_sensor, seccomp
from tempfile_platforms.handshake import Agent
from tempfile_platforms.implementations import resolve
from tempfile_platforms.launchers import Launcher
from tempfile_platforms.protocol import Died, Raised, Refused, StartError
from tempfile_platforms.session import Session

pytestmark = pytest.mark.skipif(bool(seccomp.obstacle()), reason=seccomp.obstacle() or "can be done")

KINDS = ("file", "directory", "fifo", "socket", "symlink", "symlink-to-directory", "dangling", "hardlink")


@pytest.fixture(params=["perl-file-temp", "stdlib"])
def session(request: pytest.FixtureRequest, scratch: Path) -> Iterator[Session]:
    """A session whose agent has nothing to do with what is seen; leaves nothing behind."""
    if request.param.startswith("perl") and shutil.which("perl") is None:
        pytest.skip("there is no perl on PATH")
    session = Session(resolve(request.param, sensor="seccomp").agent, scratch)
    yield session
    session.close()
    session.sweep()


@pytest.fixture
def place(session: Session) -> str:
    """The directory of a trial, with what can be led to in it."""
    directory = str(session.begin(cwd="/", umask=0))
    session.request("mkdir", path=f"{directory}/d")
    session.request("mkdir", path=f"{directory}/victims")
    session.request("write_file", path=f"{directory}/victim", data={"$bytes": "00"})
    return directory


def make(session: Session, place: str) -> str:
    """The path of a new file in "d"."""
    path = session.request("call", function="mkstemp", keywords={"dir": f"{place}/d"})[1]
    assert isinstance(path, str)
    return path


def test_it_says_who_sees(session: Session) -> None:
    assert session.hello.sensor == "seccomp"
    assert "fault" in session.hello.abilities


@pytest.mark.parametrize("kind", KINDS)
def test_a_name_is_taken_just_before_it_is_created(session: Session, place: str, kind: str) -> None:
    watch(session, place, kind)
    path = make(session, place)
    events = [event for event in session.request("sensed") if event["what"] == "create"]
    assert [event["planted"] for event in events] == [kind, None]
    assert events[0]["flags"] & (os.O_CREAT | os.O_EXCL) == os.O_CREAT | os.O_EXCL
    assert events[1]["full"] == events[1]["path"] == path
    taken = os.lstat(events[0]["full"]).st_mode
    modes = {"file": 0o100644, "directory": 0o40777, "fifo": 0o10644, "socket": 0o140777, "hardlink": 0o100666}
    assert taken == modes.get(kind, stat.S_IFLNK | 0o777)


def test_a_name_can_be_left_free_and_the_next_one_taken(session: Session, place: str) -> None:
    watch(session, place, "free", "file")
    paths = [make(session, place), make(session, place)]
    events = [event for event in session.request("sensed") if event["what"] == "create"]
    assert [event["planted"] for event in events] == [None, "file", None]
    assert [event["full"] for event in events[::2]] == paths


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give files away")
def test_occupants_belong_to_the_trial_s_user_or_to_the_one_that_is_named(session: Session, scratch: Path) -> None:
    directory = f"{scratch}/t000001"
    scene = [{"kind": "directory", "path": f"{directory}/d"}]
    session.begin(cwd="/", umask=0o022, user={"uid": 65534, "gid": 65534}, scene=scene)
    for owner, uid in ((None, 65534), ({"uid": 1, "gid": 1}, 1)):
        watch(session, directory, "file", owner=owner)
        make(session, directory)
        planted = next(event["full"] for event in session.request("sensed") if event["planted"])
        assert (os.lstat(planted).st_uid, stat.S_IMODE(os.lstat(planted).st_mode)) == (uid, 0o644)


def test_the_directory_is_taken_away_at_the_last_moment(session: Session, place: str) -> None:
    watch(session, place, "swapped")
    make(session, place)
    assert os.readlink(f"{place}/d") == f"{place}/victims"
    assert len(os.listdir(f"{place}/victims")) == 1
    assert os.listdir(f"{place}/d.aside") == []


def test_what_the_agent_does_by_itself_is_not_seen(session: Session, place: str) -> None:
    watch(session, place, "file")
    session.request("mkdir", path=f"{place}/d/own")
    session.request("write_file", path=f"{place}/d/file", data={"$bytes": ""})
    assert session.request("sensed") == []


@pytest.mark.parametrize("number", ["ENOSPC", "EACCES", "EROFS", "EMFILE"])
def test_a_call_fails_as_planned(session: Session, place: str, number: str) -> None:
    session.request("fault", directory=f"{place}/d", plan=[{"call": "create", "nth": 2, "errno": number}])
    make(session, place)
    with pytest.raises(Raised) as raised:
        make(session, place)
    assert raised.value.error.errno == number
    make(session, place)
    assert session.request("struck") == [[3, 1]]
    make(session, place)


@pytest.mark.parametrize("session", ["stdlib"], indirect=True)
@pytest.mark.parametrize("own", ["/proc/self/fd/{}", "/proc/thread-self/fd/{}", "/dev/fd/{}"])
def test_what_a_process_calls_its_own_is_not_that_of_the_suite(session: Session, place: str, own: str) -> None:
    os.chmod(f"{place}/victims", 0o751)
    handle = session.request("library", name="os.open", arguments=[f"{place}/victims", os.O_RDONLY], keywords={})
    watch(session, place)
    session.request("library", name="os.chmod", arguments=[own.format(handle), 0o700], keywords={})
    assert [(event["what"], event["mode"]) for event in session.request("sensed")] == [("chmod", 0o751)]
    assert stat.S_IMODE(os.stat(f"{place}/victims").st_mode) == 0o700


def test_a_plan_is_for_its_own_directory(session: Session, place: str) -> None:
    session.request("fault", directory=f"{place}/victims", plan=[{"call": "create", "times": 9, "errno": "EIO"}])
    make(session, place)
    assert session.request("struck") == [[0, 0]]


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("how", ["SIGKILL", "SIGTERM", "_exit"])
def test_a_process_ends_at_a_call(session: Session, place: str, how: str, after: bool) -> None:
    session.request("fault", directory=f"{place}/d", plan=[{"call": "create", "ends": how, "after": after}])
    with pytest.raises(Died, match="SIGTERM" if how == "SIGTERM" else "SIGKILL"):
        make(session, place)
    assert len(os.listdir(f"{place}/d")) == after


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ({"call": "fly", "errno": "EIO"}, "no call 'fly'"),
        ({"call": "create", "errno": "EVERY"}, "no error 'EVERY'"),
        ({"call": "create", "errno": "EIO", "after": True}, "after it was carried out"),
        ({"call": "fdopen", "errno": "EINTR", "interrupt": True}, "inside a language"),
    ],
)
def test_what_cannot_be_planned_is_refused(session: Session, place: str, item: dict[str, object], reason: str) -> None:
    with pytest.raises(Refused, match=reason):
        session.request("fault", directory=place, plan=[item])


def test_what_cannot_be_watched_is_refused(session: Session, place: str) -> None:
    with pytest.raises(Refused, match="elephant"):
        session.request("watch", directory=place, occupants=["elephant"])
    with pytest.raises(Refused, match="nothing is watched"):
        session.request("sensed")


def test_an_entry_is_exchanged_while_a_tree_is_removed(scratch: Path) -> None:
    session = Session(resolve("stdlib", sensor="seccomp").agent, scratch)
    try:
        place = str(session.begin(cwd="/", umask=0o022))
        made = session.request("call", function="TemporaryDirectory", keywords={"dir": place})
        reference = {"$ref": made.number}
        path = session.request("get", object=reference, name="name")
        session.request("mkdir", path=f"{path}/inner")
        aside, target = f"{place}/aside", f"{place}/target"
        session.request("ambush", path=f"{path}/inner", nth=1, aside=aside, target=target)
        session.request("method", object=reference, name="cleanup")
        assert session.request("ambushed") >= 1
        assert Path(aside).is_dir()
    finally:
        session.close()
        session.sweep()


def test_a_trial_begins_with_everything_disarmed(session: Session, place: str) -> None:
    session.request("fault", directory=place, plan=[{"call": "create", "times": 99, "errno": "EIO"}])
    second = str(session.begin(cwd="/", umask=0))
    session.request("mkdir", path=f"{second}/d")
    assert make(session, second)


def test_a_program_that_is_missing_is_told_of(scratch: Path) -> None:
    with pytest.raises(StartError):
        Session(Agent(("/no/such/program",), "tempfile", sensor="seccomp"), scratch)


def test_an_agent_of_another_system_cannot_be_seen(scratch: Path) -> None:
    agent = replace(resolve("stdlib", sensor="seccomp").agent, launcher=Launcher(("true",)))
    with pytest.raises(StartError, match="not those of this system"):
        Session(agent, scratch)


HEADERS = {
    "x86_64": Path("/usr/include/x86_64-linux-gnu/asm/unistd_64.h"),
    "aarch64": Path("/usr/include/asm-generic/unistd.h"),
}


@pytest.mark.parametrize("machine", sorted(HEADERS))
def test_the_numbers_are_the_kernel_s(machine: str) -> None:
    if not HEADERS[machine].exists():
        pytest.skip(f"the kernel's headers are not installed ({HEADERS[machine]})")
    text = HEADERS[machine].read_text(encoding="utf-8")
    told = {name: int(number) for name, number in re.findall(r"#define __NR(?:3264)?_(\w+)\s+([0-9]+)", text)}
    if machine == "aarch64":
        told["newfstatat"] = told["fstatat"]  # as it is called there
    # Newer than some headers.
    newest = {"fchmodat2"}
    ours = seccomp.CALLS[machine]
    assert {name: told.get(name) for name in ours if name not in newest} == {
        name: number for name, number in ours.items() if name not in newest
    }


def test_where_there_is_none_it_is_said_why(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert "only Linux" in seccomp.obstacle.__wrapped__()


def test_what_is_not_understood_is_let_through_and_said(
    session: Session, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    watch(session, place, "file")

    def fail(notice: object) -> None:
        raise ValueError("no such thing")

    monkeypatch.setattr(kernel_sensor, "read", fail)
    assert Path(make(session, place)).exists()
    monkeypatch.undo()
    with pytest.raises(Refused, match=r"could not be understood.*no such thing"):
        session.request("sensed")
