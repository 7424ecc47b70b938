"""The Python agent under every interpreter that is installed: trials, how they end, and what runs in them at once."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from conversing import begin, call, few, has, linux, posix, upcoming
from tempfile_platforms.protocol import Died, Raised, Refused, TimedOut, encode
from tempfile_platforms.session import Session
from tempfile_platforms.users import ordinary_user

pytestmark = posix


# --- isolation


def test_a_trial_leaves_nothing_to_the_next_one(session: Session) -> None:
    first = begin(session, umask=0o077, environment={"TOY_TEST": "ä\udcff"})
    assert call(session, "surroundings", "TOY_TEST") == [str(first), 0o077, "ä\udcff"]
    session.request("umask", umask=0)
    session.request("environ", name="TOY_TEST", value="changed")
    session.request("chdir", path="/")
    session.request("set", name="tempdir", value="/elsewhere")
    assert call(session, "remember", 1) == 1
    assert call(session, "remember", 1) == 2
    assert call(session, "surroundings", "TOY_TEST") == ["/", 0, "changed"]
    session.end()
    second = begin(session)
    assert second != first
    assert call(session, "surroundings", "TOY_TEST") == [str(second), 0o022, None]
    assert session.request("get", name="tempdir") is None
    assert call(session, "remember", 1) == 1


@few
def test_a_variable_can_be_taken_out_of_the_environment(
    start: Callable[..., Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("TOY_TEST", "inherited")
    session = start()
    directory = begin(session)
    assert call(session, "surroundings", "TOY_TEST") == [str(directory), 0o022, "inherited"]
    directory = begin(session, environment={"TOY_TEST": None})
    assert call(session, "surroundings", "TOY_TEST") == [str(directory), 0o022, None]


def test_a_trial_can_be_an_ordinary_user_and_the_next_is_not(session: Session) -> None:
    user = ordinary_user()
    if user is None or not has(session, "user"):
        pytest.skip("only root can become another user")
    directory = upcoming(session)
    begin(
        session,
        user={"uid": user.uid, "gid": user.gid},
        scene=[
            {"kind": "directory", "path": f"{directory}/mine"},
            {"kind": "directory", "path": f"{directory}/closed", "mode": 0o500},
            {"kind": "directory", "path": f"{directory}/foreign", "owner": "suite", "mode": 0o755},
        ],
    )
    assert call(session, "whoami") == [user.uid, user.uid, user.gid, user.gid, []]
    assert call(session, "create", f"{directory}/mine/file") == f"{directory}/mine/file"
    assert session.request("stat", path=f"{directory}/mine/file")[6:] == [user.uid, user.gid]
    for name in ("closed", "foreign"):
        with pytest.raises(Raised, match="Permission denied"):
            call(session, "create", f"{directory}/{name}/file")
    assert session.request("descriptors")
    session.end()
    begin(session)
    assert call(session, "whoami")[0] == os.getuid()


def test_the_scene_is_set_as_it_was_asked_for(session: Session) -> None:
    directory = upcoming(session)
    begin(
        session,
        umask=0o077,
        scene=[
            {"kind": "directory", "path": f"{directory}/d", "mode": 0o755},
            {"kind": "file", "path": f"{directory}/d/ä\udcff", "data": encode(b"\0data"), "mode": 0o640},
            {"kind": "symlink", "path": f"{directory}/link", "target": "d"},
            {"kind": "fifo", "path": f"{directory}/fifo", "mode": 0o622},
        ],
    )
    assert session.request("tree", path=str(directory)) == [
        ["d", "directory", 0o755],
        ["d/ä\udcff", "file", 0o640],
        ["fifo", "fifo", 0o622],
        ["link", "symlink", 0o777],
    ]
    assert session.request("readlink", path=f"{directory}/link") == "d"
    assert session.request("listdir", path=f"{directory}/link") == ["ä\udcff"]
    assert session.request("read_file", path=f"{directory}/d/ä\udcff") == b"\0data"


def test_the_directory_can_be_looked_at_until_the_next_trial_and_is_swept_then(
    session: Session, tmp_path: Path
) -> None:
    (tmp_path / "precious").write_text("precious")
    directory = upcoming(session)
    begin(
        session,
        scene=[
            {"kind": "directory", "path": f"{directory}/d"},
            {"kind": "directory", "path": f"{directory}/d/inner"},
            {"kind": "file", "path": f"{directory}/d/inner/file", "mode": 0},
            {"kind": "symlink", "path": f"{directory}/out", "target": str(tmp_path)},
            {"kind": "fifo", "path": f"{directory}/fifo"},
        ],
    )
    session.request("chmod", path=f"{directory}/d/inner", mode=0)
    session.request("chmod", path=f"{directory}/d", mode=0o500)
    assert session.finish("exit", how="return") == "exit status 0"
    assert session.observe("stat", path=f"{directory}/d", follow=False)[:2] == ["directory", 0o500]
    assert session.observe("read_file", path=f"{directory}/out/precious") == b"precious"
    begin(session)
    deadline = time.monotonic() + 1
    while directory.exists() and time.monotonic() < deadline:
        time.sleep(0.005)
    assert not directory.exists()
    assert (tmp_path / "precious").exists()


# --- endings

ENDINGS = {
    "_exit": "exit status 0",
    "return": "exit status 0",
    "exception": "exit status 1",
    "SIGKILL": "killed by SIGKILL",
    "SIGTERM": "killed by SIGTERM",
    "SIGINT": "killed by SIGINT",
}


def end_in_some_way(session: Session, how: str) -> None:
    """Ends a trial, and looks at how that was reported and at whether the interpreter wound up."""
    directory = begin(session)
    call(session, "at_exit", f"{directory}/exited")
    assert session.finish("exit", how=how) == ENDINGS[how]
    left = session.observe("stat", path=f"{directory}/exited")
    assert (left is not None) == (how in ("return", "exception"))


@pytest.mark.parametrize("how", ENDINGS)
def test_a_trial_ends_as_it_is_told(session: Session, how: str) -> None:
    end_in_some_way(session, how)


@few
@pytest.mark.parametrize("how", ["return", "SIGKILL", "SIGINT"])
def test_a_trial_without_forks_ends_as_it_is_told(start: Callable[..., Session], how: str) -> None:
    end_in_some_way(start(isolation="process"), how)


@pytest.mark.parametrize(
    ("function", "reported"),
    [
        ("die", "exit status 7"),
        ("kill", "killed by SIGKILL"),
        ("die_while_children_live", "exit status 8"),
        ("close_everything", "exit status "),
    ],
)
def test_an_end_that_nobody_asked_for_is_reported(session: Session, function: str, reported: str) -> None:
    begin(session)
    with pytest.raises(Died) as caught:
        call(session, function)
    assert caught.value.how.startswith(reported)
    begin(session)
    assert call(session, "echo", "next") == "next"


# --- several at once


def test_threads_do_not_confuse_the_objects(session: Session) -> None:
    begin(session)
    requests = [{"op": "call", "function": "thing"}] * 25
    replies = session.request("threads", count=8, requests=requests)
    refs = [reply["ok"] for thread in replies for reply in thread]
    assert len({ref.number for ref in refs}) == 200


def test_children_answer_for_themselves(session: Session) -> None:
    begin(session)
    call(session, "remember", 0)
    requests = [
        {"op": "call", "function": "remember", "arguments": [1]},
        {"op": "getpid"},
        {"op": "call", "function": "echo", "arguments": ["\udcff"]},
    ]
    children = session.request("fork", count=3, requests=requests)
    assert [child["status"] for child in children] == [0, 0, 0]
    assert all(child["replies"][0] == {"ok": 2} for child in children)
    assert all(child["replies"][2] == {"ok": "\udcff"} for child in children)
    assert len({child["replies"][1]["ok"] for child in children}) == 3
    assert call(session, "remember", 2) == 2
    assert session.request("repeat", count=3, request={"op": "call", "function": "remember", "arguments": [1]}) == [
        {"ok": 3},
        {"ok": 4},
        {"ok": 5},
    ]


def test_a_child_without_an_answer_does_not_answer_in_its_parents_place(session: Session) -> None:
    begin(session)
    (child,) = session.request("fork", requests=[{"op": "call", "function": "die"}])
    assert child["replies"] == []
    assert os.waitstatus_to_exitcode(child["status"]) == 7
    with pytest.raises(Refused):
        session.request("fork")
    assert call(session, "echo", "the parent") == "the parent"


def test_a_child_has_a_lower_process_id_where_that_is_asked_for(session: Session) -> None:
    if not has(session, "low-id"):
        pytest.skip("this host grants no process ids of one's own")
    begin(session)
    (child,) = session.request("fork", requests=[{"op": "getpid"}], low_id=True)
    assert child == {"replies": [{"ok": 1}], "status": 0}


def test_a_program_finds_the_descriptors_that_it_inherits_and_none_of_the_agents(session: Session) -> None:
    begin(session)
    numbers = {item[0] for item in session.request("descriptors")}
    assert {0, 1, 2} <= numbers
    kinds = {session.request("fstat", fd=number)[0] for number in numbers - {0, 1, 2}}
    assert "fifo" not in kinds, "the agent's own are left out"
    assert {item[0] for item in session.request("spawn")} <= {0, 1, 2}


@linux
@pytest.mark.parametrize("value", [0, 1, 5])
def test_a_limit_on_descriptors_counts_from_those_that_are_open(session: Session, value: int) -> None:
    begin(session)
    session.request("limit", name="NOFILE", value=value)
    # The runtime may have left a gap below its highest one.
    assert value <= call(session, "open_until_none_is_left") <= value + 2


@linux
def test_a_limit_on_the_size_of_files_may_be_any_number(session: Session) -> None:
    directory = begin(session)
    session.request("limit", name="FSIZE", value=1 << 33)
    session.request("write_file", path=f"{directory}/file", data=encode(b"data"))


# --- confinement


@linux
def test_a_confined_trial_has_a_root_of_its_own(session: Session, processes: Callable[[str], list[int]]) -> None:
    if not has(session, "confine"):
        pytest.skip("private mounts are not to be had here")
    directory = upcoming(session)
    begin(
        session,
        confine=True,
        cwd="/",
        scene=[
            {"kind": "directory", "path": f"{directory}/tmp"},
            {"kind": "directory", "path": f"{directory}/var"},
            {"kind": "symlink", "path": f"{directory}/var/tmp", "target": "/tmp"},
        ],
    )
    inside = set(session.request("listdir", path="/"))
    assert {"tmp", "var"} <= inside <= {"tmp", "var", "dev", "proc"}
    assert call(session, "create", "/var/tmp/file") == "/var/tmp/file"
    assert session.request("listdir", path="/tmp") == ["file"]
    session.end()
    assert session.observe("stat", path=f"{directory}/tmp/file")[0] == "file"
    if (directory / "dev").exists():
        assert list((directory / "dev").iterdir()) == [], "no mount is seen outside"


@linux
def test_a_full_file_system_holds_nothing(session: Session) -> None:
    if not has(session, "confine"):
        pytest.skip("private mounts are not to be had here")
    directory = upcoming(session)
    user = ordinary_user()
    begin(
        session,
        user=user and {"uid": user.uid, "gid": user.gid},
        scene=[
            {"kind": "full", "path": f"{directory}/full"},
            {"kind": "directory", "path": f"{directory}/closed", "mode": 0o500},
        ],
    )
    with pytest.raises(Raised) as caught:
        call(session, "create", f"{directory}/full/file")
    assert caught.value.error.errno == "ENOSPC"
    with pytest.raises(Raised) as caught:
        call(session, "create", f"{directory}/closed/file")
    assert caught.value.error.errno == "EACCES", "the rights that private mounts need are given up again"
    session.end()
    assert list((directory / "full").iterdir()) == []
    assert not os.path.ismount(directory / "full")


# --- without forks, and what is left


def test_without_forks_a_trial_is_a_new_process(start: Callable[..., Session]) -> None:
    session = start(isolation="process", restarts=0)
    first = begin(session, environment={"TOY_TEST": "set"})
    assert call(session, "remember", 1) == 1
    pid = session.request("getpid")
    session.end()
    second = begin(session, umask=0o077)
    assert session.request("getpid") != pid
    assert call(session, "remember", 1) == 1
    assert call(session, "surroundings", "TOY_TEST") == [str(second), 0o077, None]
    assert not first.exists()


@few
def test_without_forks_the_next_trial_begins_whatever_became_of_the_last(start: Callable[..., Session]) -> None:
    session = start(isolation="process", restarts=0)
    begin(session)
    with pytest.raises(Died, match="exit status 7"):
        call(session, "die")
    begin(session)
    with pytest.raises(Refused):
        begin(session, cwd="/no/such/directory")
    begin(session)
    assert call(session, "echo", "fine") == "fine"


@few
@pytest.mark.parametrize("isolation", ["fork", "process"])
def test_nothing_is_left_after_a_hang_and_after_the_end(
    start: Callable[..., Session], scratch: Path, gone: Callable[[str], bool], isolation: str
) -> None:
    session = start(isolation=isolation)
    begin(session)
    with pytest.raises(TimedOut):
        session.request("call", timeout=0.2, function="hang")
    assert gone(scratch.name)
    begin(session, scene=[{"kind": "directory", "path": f"{upcoming(session)}/d", "mode": 0}])
    assert call(session, "echo", 1) == 1
    session.close()
    session.sweep()
    assert gone(scratch.name)
    assert not scratch.exists()
