"""The Python agent under every interpreter that is installed, by way of the session; it hosts agents/toy.py."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tempfile_platforms import pyenv
from tempfile_platforms import session as session_module
from tempfile_platforms.handshake import agent_for_python
from tempfile_platforms.interpreters import InterpreterError, find
from tempfile_platforms.protocol import Died, PathLike, Raised, Ref, Refused, StartError, Text, TimedOut, encode
from tempfile_platforms.session import Session
from tempfile_platforms.users import ordinary_user

TOY = Path(__file__).with_name("agents") / "toy.py"

VERSIONS = [(2, 7), *((3, minor) for minor in range(6, 15))]
KEPT = {one.version[:2] for one in pyenv.kept() if one.family == "python" and not one.free_threaded}
OTHERS = [
    f"python{major}.{minor}"
    for major, minor in VERSIONS
    if (major, minor) != sys.version_info[:2] and ((major, minor) in KEPT or shutil.which(f"python{major}.{minor}"))
]
"""The other interpreters that seem to be here."""

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="forks, signals and users are POSIX's")
linux = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")

THIS = "this one"
few = pytest.mark.parametrize("python", [THIS, *OTHERS[:1]], indirect=True, scope="module")
"""For tests that start agents of their own, which takes its time: this interpreter and the oldest."""


@pytest.fixture(scope="module", params=[THIS, *OTHERS])
def python(request: pytest.FixtureRequest) -> str:
    """The executable of an interpreter."""
    try:
        return find(None if request.param == THIS else request.param).executable
    except InterpreterError as error:
        pytest.skip(f"{request.param}: {error}")


@pytest.fixture(scope="module")
def shared(python: str, places: Callable[[], Path]) -> Iterator[Session]:
    """One warm agent for the tests that end their trials properly."""
    session = Session(agent_for_python(python, str(TOY)), places(), isolation="fork", timeout=3, restarts=1000)
    yield session
    session.close()
    session.sweep()


@pytest.fixture
def session(shared: Session) -> Iterator[Session]:
    """A session between two trials."""
    yield shared
    shared.end()


@pytest.fixture
def start(python: str, scratch: Path) -> Iterator[Callable[..., Session]]:
    """Starts an agent of the test's own."""
    opened: list[Session] = []

    def start(implementation: str = str(TOY), *path: str, **options: Any) -> Session:
        opened.append(Session(agent_for_python(python, implementation, path), scratch, **options))
        return opened[-1]

    yield start
    for session in opened:
        session.close()


def upcoming(session: Session) -> Path:
    """The private directory of the trial that begins next."""
    return session.scratch / f"t{session.trials + 1:06d}"


def begin(session: Session, **scene: Any) -> Path:
    """Begins a trial whose working directory is its private one."""
    return session.begin(**{"cwd": str(upcoming(session)), "umask": 0o022, **scene})


def call(session: Session, function: str, *arguments: Any, **keywords: Any) -> Any:
    """Calls a function of the implementation."""
    return session.request("call", function=function, arguments=encode(list(arguments)), keywords=encode(keywords))


def has(session: Session, ability: str) -> bool:
    """Whether the agent declares it."""
    return ability in session.hello.abilities


def python2(session: Session) -> bool:
    """Whether an ordinary string is bytes."""
    return session.hello.runtime["native_bytes"] is True


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: "python{}.{}".format(*version))
def test_every_supported_interpreter_is_tried(version: tuple[int, int]) -> None:
    name = "python{}.{}".format(*version)
    if version != sys.version_info[:2] and name not in OTHERS:
        pytest.skip(f"{name} is not installed, so the agent was not tried with it")


# --- the handshake


def test_the_agent_describes_itself_and_what_it_hosts(session: Session, python: str) -> None:
    hello = session.hello
    assert hello.agent["name"] == "python"
    assert hello.runtime["language"] == "Python"
    assert hello.runtime["os"] == os.name
    assert hello.functions == {"gettempdir", "mkstemp"}
    assert hello.variables == {"tempdir"}
    assert hello.implementation["file"] == str(TOY)
    assert hello.implementation["standard"] is False
    assert {"fork", "umask", "permissions", "spawn"} <= hello.abilities
    assert has(session, "user") == (os.geteuid() == 0)
    version = tuple(map(int, hello.runtime["version"].split(".")))
    assert hello.sensor == ("audit" if version >= (3, 8) else "wrap")
    assert has(session, "audit") == (version >= (3, 8))
    assert python2(session) == (version < (3,))


@few
def test_the_standard_library_is_known_as_such(start: Callable[..., Session]) -> None:
    hello = start("tempfile").hello
    assert hello.implementation["standard"] is True
    assert {"mkstemp", "mkdtemp", "mktemp", "TemporaryFile", "gettempprefix"} <= hello.functions


@few
def test_a_module_is_found_on_the_path_that_was_given(start: Callable[..., Session], scratch: Path) -> None:
    (scratch / "lib").mkdir()
    (scratch / "lib" / "mine.py").write_text("__version__ = '3.2'\ndef mktemp(): pass\n")
    hello = start("mine", str(scratch / "lib")).hello
    assert hello.functions == {"mktemp"}
    assert hello.implementation["version"] == "3.2"


@few
@pytest.mark.parametrize(
    ("source", "message"),
    [
        ("import no_such_module", "ImportError|ModuleNotFoundError"),
        ("1 = 2", "SyntaxError"),
        ("raise SystemExit(3)", "SystemExit: 3"),
        ("import os; os._exit(9)", "exit status 9"),
    ],
)
def test_a_module_that_cannot_be_imported_says_why(
    start: Callable[..., Session], scratch: Path, source: str, message: str
) -> None:
    (scratch / "broken.py").write_text(source)
    with pytest.raises(StartError, match=message):
        start(str(scratch / "broken.py"))


@few
def test_a_module_that_is_not_there_is_named(start: Callable[..., Session]) -> None:
    with pytest.raises(StartError, match="cannot import 'no_such_module': "):
        start("no_such_module")


@few
def test_another_version_of_the_protocol_is_refused(
    start: Callable[..., Session], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(session_module, "VERSION", 99)
    with pytest.raises(StartError, match="this agent speaks protocol 1"):
        start()


@few
@pytest.mark.parametrize("busy", [False, True])
def test_the_agent_ends_with_its_input(python: str, scratch: Path, busy: bool) -> None:
    messages = '{"id": 1, "op": "hello", "protocol": 1, "implementation": "tempfile"}\n'
    if busy:
        messages += (
            '{"id": 2, "op": "begin", "isolation": "fork", "umask": 18,'
            f' "directory": "{scratch}/t", "cwd": "{scratch}"}}\n'
        )
    agent = agent_for_python(python, "tempfile")
    done = subprocess.run(agent.command, input=messages.encode(), capture_output=True, timeout=20, check=False)
    assert done.returncode == 0
    assert done.stdout.count(b'"ok"') == 1 + busy


# --- values

VALUES: tuple[Any, ...] = (
    None,
    True,
    0,
    -1,
    2**70,
    1.5,
    "",
    "plain",
    "späte Grüße",
    "\N{GRINNING FACE}",
    "line\nbreak\0nul",
    "\udcff",
    "a\udcffb",
    "ä\udcffö\N{GRINNING FACE}",
    (),
    (1, ("two", None)),
    [],
    [1, ["two", (3,)]],
)


def test_values_come_back_as_they_went(session: Session) -> None:
    begin(session)
    for value in VALUES:
        back = call(session, "echo", value)
        assert (back, type(back)) == (value, type(value))


def test_bytes_come_back_as_bytes_or_as_the_ordinary_string(session: Session) -> None:
    begin(session)
    data = bytes(range(256))
    expected = data.decode("utf-8", "surrogateescape") if python2(session) else data
    assert call(session, "echo", data) == expected


def test_text_comes_back_as_text(session: Session) -> None:
    begin(session)
    expected = Text("ä") if python2(session) else "ä"
    assert call(session, "echo", Text("ä")) == expected


def test_a_path_like_object_arrives_as_one(session: Session) -> None:
    begin(session)
    if python2(session):
        with pytest.raises(Refused):
            call(session, "echo", PathLike("/some/where"))
    else:
        path = call(session, "echo", PathLike("/some/where"))
        assert isinstance(path, Ref)
        assert path.type.startswith("pathlib")


@pytest.mark.parametrize("path", ["/some/where", b"/some/w\xffere"])
def test_a_bare_path_like_object_tells_its_path_and_no_more(session: Session, path: str | bytes) -> None:
    begin(session)
    if python2(session):
        with pytest.raises(Refused):
            call(session, "echo", PathLike(path, bare=True))
    else:
        found = call(session, "echo", PathLike(path, bare=True))
        assert isinstance(found, Ref)
        assert session.request("method", object=encode(found), name="__fspath__") == path
        assert session.request("has", object=encode(found), name="parts") is False
        assert session.request("library", name="os.fspath", arguments=[encode(found)]) == path


def test_an_object_stays_with_the_agent_and_has_one_number(session: Session) -> None:
    begin(session)
    thing = call(session, "thing", "one", "two")
    assert isinstance(thing, Ref)
    assert thing.type == "toy.Thing"
    assert call(session, "echo", thing) == thing
    assert call(session, "same", thing, thing) is True
    assert call(session, "thing") != thing
    assert session.request("method", object=encode(thing), name="twice", arguments=["ab"]) == "abab"
    assert session.request("method", object=encode(thing), name="twice", arguments=[1], keywords={"times": 3}) == 3
    assert session.request("get", object=encode(thing), name="colour") == "red"
    session.request("set", object=encode(thing), name="colour", value="blue")
    assert session.request("get", object=encode(thing), name="colour") == "blue"
    assert session.request("has", object=encode(thing), name="colour") is True
    assert session.request("has", object=encode(thing), name="shape") is False
    assert session.request("iterate", object=encode(thing)) == ["one", "two"]
    assert session.request("iterate", object=encode(thing), limit=1) == ["one"]
    assert session.request("describe", object=encode(thing))[0][0] == "toy.Thing"
    twice = session.request("take", object=encode(thing), name="twice")
    assert session.request("apply", object=encode(twice), arguments=["ab"]) == "abab"
    session.request("drop", object=encode(thing))
    with pytest.raises(Refused):
        session.request("method", object=encode(thing), name="twice", arguments=["ab"])


def test_the_runtimes_own_library_takes_objects_of_the_trial(session: Session) -> None:
    begin(session)
    inside = session.request("library", name="io.BytesIO", arguments=[encode(b"one\r\ntwo")])
    assert isinstance(inside, Ref)
    around = session.request("library", name="io.TextIOWrapper", arguments=[encode(inside)], keywords={"newline": None})
    assert around.type == "_io.TextIOWrapper"
    assert session.request("library", name="builtins.len", arguments=[[1, 2]]) == 2
    lines = session.request("iterate", object=encode(around))
    assert [line.text if isinstance(line, Text) else line for line in lines] == ["one\n", "two"]
    for value, expected in ((inside, True), (call(session, "thing"), False)):
        name = "io.IOBase.__instancecheck__"
        assert session.request("library", name=name, arguments=[encode(value)]) is expected
    with pytest.raises(Raised, match="TypeError"):
        session.request("library", name="io.BytesIO", arguments=[1.5])
    for absent in ("io.Nothing", "nothing.at.all", "io"):
        with pytest.raises(Refused):
            session.request("library", name=absent)


def test_a_with_statement_is_entered_and_left(session: Session) -> None:
    begin(session)
    guard = call(session, "guard")
    assert guard.type == "toy.Guard"
    assert session.request("enter", object=encode(guard)) == guard
    assert session.request("leave", object=encode(guard)) in (None, False)
    session.request("leave", object=encode(guard), raising=True)
    assert session.request("get", object=encode(guard), name="seen") == [None, "ValueError"]
    assert session.request("describe", object=encode(guard))[0][0] == "toy.Guard"


def test_a_signature_is_told_as_written(session: Session) -> None:
    begin(session)
    assert session.request("signature", function="mkstemp") == [
        ["suffix", "POSITIONAL_OR_KEYWORD", [""]],
        ["prefix", "POSITIONAL_OR_KEYWORD", ["tmp"]],
        ["dir", "POSITIONAL_OR_KEYWORD", [None]],
        ["text", "POSITIONAL_OR_KEYWORD", [False]],
    ]


def test_an_exception_is_told_as_a_caller_sees_it(session: Session) -> None:
    begin(session)
    with pytest.raises(Raised) as caught:
        call(session, "fail", "n\udcffme")
    error = caught.value.error
    assert error.is_a("OSError")
    assert error.errno == "ENOENT"
    assert error.filename == "n\udcffme"
    assert "not there" in error.message
    assert error.where is not None
    assert "toy.py" in error.where
    with pytest.raises(Raised, match="SystemExit: 5"):
        call(session, "break_off")
    with pytest.raises(Raised, match="NotImplementedError: mkstemp"):
        call(session, "mkstemp")


# --- the conversation


def test_what_the_implementation_prints_or_reads_is_not_the_agents_word(session: Session) -> None:
    begin(session)
    assert call(session, "noisy") == ""
    assert call(session, "echo", "still here") == "still here"
    session.end()
    begin(session)
    assert call(session, "echo", "and here") == "and here"


def test_what_the_agent_does_not_know_it_refuses(session: Session) -> None:
    begin(session)
    with pytest.raises(Refused, match="no operation"):
        session.request("fly")
    with pytest.raises(Refused):
        session.request("stat")
    session.end()
    with pytest.raises(Refused, match="needs a trial"):
        call(session, "echo", 1)


def test_a_scene_that_cannot_be_set_is_refused_and_the_next_one_is_not(session: Session) -> None:
    with pytest.raises(Refused):
        begin(session, cwd="/no/such/directory")
    with pytest.raises(Refused, match="no scene of kind"):
        begin(session, scene=[{"kind": "volcano", "path": "/x"}])
    begin(session)
    assert call(session, "echo", "fine") == "fine"


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
    if "confine" not in session.hello.abilities:
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


# --- the adversary

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


def watch(session: Session, directory: Path, *occupants: str, **fields: Any) -> None:
    """Arms the sensor with victims for every kind of occupant that needs one."""
    victims = {
        "symlink": f"{directory}/victim",
        "symlink-to-directory": f"{directory}/victims",
        "dangling": f"{directory}/victims/nothing",
        "hardlink": f"{directory}/victim",
    }
    session.request("watch", directory=f"{directory}/d", occupants=list(occupants), victims=victims, **fields)


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


# --- the protocol as it is written down

PROTOCOL = Path(__file__).parents[1].joinpath("PROTOCOL.md").read_text(encoding="utf-8")


def test_every_operation_is_written_down_and_no_other() -> None:
    chapter = PROTOCOL.partition("\n## Operations")[2].partition("\n## What may be left out")[0]
    tables = chapter.split("| op | fields |")[1:]
    rows = [row for table in tables for row in table.partition("\n\n")[0].splitlines() if row.startswith("| `")]
    written = [name for row in rows for name in re.findall(r"`(\w+)`", row.split("|")[1])]
    agent = Path(agent_for_python("python", "tempfile").command[-1])
    known = re.findall(r"def op_(\w+)\(", agent.read_text(encoding="utf-8"))
    assert sorted(written) == sorted(known)


def shape(value: Any) -> Any:
    """What does not differ from run to run: the fields, the types, and the length of tuples."""
    if isinstance(value, dict):
        kept = ("id", "ended", "errno", "planted", "refused")
        return {key: item if key in kept else shape(item) for key, item in value.items() if key not in LEFT_OUT}
    if isinstance(value, list):
        return [shape(item) for item in value]
    return type(value).__name__


LEFT_OUT = ("implementation", "runtime", "abilities", "sensor", "where", "bases")


def test_the_conversation_that_is_written_down_takes_place(scratch: Path) -> None:
    lines = [line.replace("/scratch/", f"{scratch}/") for line in PROTOCOL.splitlines() if line[:2] in ("→ ", "← ")]
    command = agent_for_python(sys.executable, "tempfile").command
    process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, encoding="utf-8")
    assert process.stdin is not None
    assert process.stdout is not None
    with process:
        for line in lines:
            if line.startswith("→"):
                process.stdin.write(line[2:] + "\n")
                process.stdin.flush()
                continue
            while not (reply := process.stdout.readline()).strip():
                assert reply, "the agent ended"
            assert shape(json.loads(reply)) == shape(json.loads(line[2:])), reply
        process.stdin.close()
        assert process.stdout.read() == ""
    assert process.returncode == 0
