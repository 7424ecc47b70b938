"""The session against agents that misbehave, each in one way: agents/misbehaving.py holds them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tempfile_platforms import pipes
from tempfile_platforms import session as session_module
from tempfile_platforms.handshake import Agent
from tempfile_platforms.protocol import Died, Exhausted, Misbehaved, Raised, Refused, StartError, TimedOut
from tempfile_platforms.session import Session

MISBEHAVING = Path(__file__).with_name("agents") / "misbehaving.py"

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the scripted agents fork and send signals")

Start = Callable[..., Session]


@pytest.fixture
def start(scratch: Path) -> Iterator[Start]:
    """Starts a session with the agent that has this fault."""
    opened: list[Session] = []

    def start(fault: str, **options: Any) -> Session:
        agent = Agent((sys.executable, "-I", "-S", str(MISBEHAVING), fault), "anything", sensor="agent")
        opened.append(Session(agent, scratch, **{"timeout": 5.0, **options}))
        return opened[-1]

    yield start
    for session in opened:
        session.close()


# --- the handshake


def test_a_program_that_is_not_there_is_named(scratch: Path) -> None:
    with pytest.raises(StartError, match="cannot start /no/such/agent: No such file"):
        Session(Agent(("/no/such/agent",), "anything"), scratch)


def test_a_file_that_is_no_program_is_named(scratch: Path) -> None:
    program = scratch / "agent"
    program.write_text("just a note")
    with pytest.raises(StartError, match=r"cannot start .*agent: Permission denied"):
        Session(Agent((str(program),), "anything"), scratch)


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("exits", "ended before it answered: exit status 3; it said: 'no licence found'"),
        ("killed-at-start", "ended before it answered: killed by SIGKILL"),
        ("garbage", "not speak the protocol: the agent sent a line that is not JSON: 'Welcome to Agent 1.0!"),
        ("says-a-list", r"not speak the protocol: the agent sent a message that is no object: '\[1, 2\]"),
        ("says-a-number", "not speak the protocol: the agent sent a message that is no object"),
        ("deeply-nested", "not speak the protocol: the agent sent a line that is not JSON"),
        ("no-text", "not speak the protocol: the agent sent a line that is not JSON"),
        ("another-version", "not speak the protocol: the handshake names protocol 99"),
        ("no-self-description", "not speak the protocol: the handshake lacks the object 'agent'"),
        ("functions-of-no-list", "not speak the protocol: .*functions"),
        ("abilities-of-no-list", "not speak the protocol: .*abilities"),
        ("refuses-the-handshake", "refused the handshake: not today"),
        ("cannot-import", "cannot import 'anything': ImportError: no such module"),
    ],
)
def test_no_session_comes_about_and_the_message_says_why(start: Start, fault: str, message: str) -> None:
    with pytest.raises(StartError, match=message):
        start(fault)


def test_an_agent_that_closes_its_output_has_ended(start: Start) -> None:
    with pytest.raises(StartError, match="ended before it answered: the agent closed its output"):
        start("closes-its-output")


@pytest.mark.parametrize("fault", ["hangs-at-start", "floods-empty-lines"])
def test_a_handshake_has_a_time_limit(start: Start, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    monkeypatch.setattr(session_module, "START_TIMEOUT", 0.2)
    began = time.monotonic()
    with pytest.raises(StartError, match=r"did not answer the handshake within 0\.2 s"):
        start(fault, timeout=0.1)
    assert time.monotonic() - began < 3


def test_the_time_limit_of_a_slow_runtime_is_its_own(start: Start, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(session_module, "START_TIMEOUT", 0.1)
    with pytest.raises(StartError, match=r"did not answer the handshake within 0\.2 s"):
        start("hangs-at-start", timeout=0.2)


@pytest.mark.parametrize("fault", ["floods", "floods-blanks"])
def test_a_line_without_end_is_cut_off(start: Start, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    monkeypatch.setattr(pipes, "LINE_LIMIT", 1 << 20)
    with pytest.raises(StartError, match="a message of more than 1048576 bytes"):
        start(fault)


# --- answers


@pytest.mark.parametrize("fault", ["none", "empty-lines"])
def test_an_agent_that_behaves_is_heard(start: Start, scratch: Path, fault: str) -> None:
    session = start(fault)
    assert session.hello.functions == {"mkstemp"}
    assert session.hello.variables == frozenset()
    assert session.begin() == scratch / "t000001"
    session.request("call")
    session.end()


def test_a_message_may_arrive_byte_by_byte(start: Start) -> None:
    session = start("dribbles")
    session.begin()
    assert session.request("call") == "slowly"
    assert session.request("call") == "slowly"


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ("wrong-id", r"an answer with id \d+ where \d+ was asked"),
        ("no-id", r"an answer with id None where \d+ was asked"),
        ("says-nothing-known", "a reply with neither ok, error nor refused"),
        ("malformed-bytes", "a malformed value"),
        ("malformed-error", "a malformed error"),
        ("nested-answer", "a value that is nested too deeply|a line that is not JSON"),
    ],
)
def test_an_answer_against_the_protocol_ends_the_conversation(
    start: Start, scratch: Path, gone: Callable[[str], bool], fault: str, message: str
) -> None:
    session = start(fault)
    session.begin()
    with pytest.raises(Misbehaved, match=message):
        session.request("call")
    assert gone(scratch.name)
    with pytest.raises(Died, match="not running"):
        session.request("call")


def test_an_answer_that_nobody_asked_for_is_not_the_next_one(start: Start) -> None:
    session = start("speaks-unasked")
    session.begin()
    assert session.request("call") == "first"
    with pytest.raises(Misbehaved, match="an answer with id"):
        session.request("call")


def test_an_answer_after_the_end_of_the_trial_is_not_the_next_one(start: Start) -> None:
    session = start("ended-unasked")
    session.begin()
    with pytest.raises(Died, match="exit status 0"):
        session.request("call")
    with pytest.raises(Misbehaved, match="an answer with id"):
        session.begin()


def test_a_refused_scene_leaves_the_session_usable(start: Start) -> None:
    session = start("refuses-begin")
    for _ in range(2):
        with pytest.raises(Refused, match="not here"):
            session.begin()


# --- time


def test_everything_is_gone_after_a_hang(start: Start, scratch: Path, gone: Callable[[str], bool]) -> None:
    session = start("hangs")
    session.begin()
    with pytest.raises(TimedOut, match=r"no answer to 'call' within 0\.2 s"):
        session.request("call", timeout=0.2)
    assert gone(scratch.name)


def test_everything_is_gone_after_a_hang_while_the_scene_is_set(
    start: Start, scratch: Path, gone: Callable[[str], bool]
) -> None:
    session = start("hangs-in-begin", timeout=0.2)
    with pytest.raises(TimedOut, match="no answer to 'begin'"):
        session.begin()
    assert gone(scratch.name)


def test_without_one_of_its_own_a_request_has_the_sessions_time_limit(start: Start) -> None:
    session = start("hangs")
    session.begin()
    session.timeout = 0.1
    with pytest.raises(TimedOut, match=r"within 0\.1 s"):
        session.request("call")


def test_a_late_answer_is_never_the_answer_to_the_next_question(start: Start) -> None:
    session = start("answers-late")
    session.begin()
    with pytest.raises(TimedOut):
        session.request("call", timeout=0.2)
    session.begin()
    deadline = time.monotonic() + 0.3
    while time.monotonic() < deadline:
        assert session.request("call") == "in time"


def test_a_process_that_keeps_the_pipes_open_holds_nobody_up(
    start: Start, scratch: Path, processes: Callable[[str], list[int]]
) -> None:
    session = start("holds-the-pipes")
    session.begin()
    began = time.monotonic()
    with pytest.raises(TimedOut):
        session.request("call", timeout=0.2)
    session.close()
    assert time.monotonic() - began < 2.5
    for survivor in processes(scratch.name):
        os.kill(survivor, signal.SIGKILL)


def test_an_agent_that_stops_reading_holds_nobody_up(start: Start) -> None:
    session = start("stops-reading", timeout=0.2)
    began = time.monotonic()
    with pytest.raises(TimedOut, match="no answer to 'begin'"):
        session.begin(environment={"LARGE": "x" * (1 << 20)})
    assert time.monotonic() - began < 3


# --- ends


@pytest.mark.parametrize(("fault", "how"), [("killed", "killed by SIGKILL"), ("exits-silently", "exit status 0")])
def test_a_death_in_a_trial_is_told_and_the_next_trial_begins(start: Start, fault: str, how: str) -> None:
    session = start(fault)
    for _ in range(2):
        session.begin()
        with pytest.raises(Died) as caught:
            session.request("call")
        assert caught.value.how == how


@pytest.mark.parametrize(
    ("fault", "isolation"),
    [
        ("killed", "fork"),
        ("hangs", "fork"),
        ("wrong-id", "fork"),
        ("hangs", "process"),
        ("wrong-id", "process"),
    ],
)
def test_the_agent_is_started_again_only_so_often(start: Start, fault: str, isolation: str) -> None:
    session = start(fault, restarts=1, isolation=isolation)
    for _ in range(2):
        session.begin()
        with pytest.raises((Died, TimedOut, Misbehaved)):
            session.request("call", timeout=0.1 if fault == "hangs" else 5)
    with pytest.raises(Exhausted, match="too often"):
        session.begin()


@pytest.mark.parametrize(
    ("fault", "isolation"), [("none", "process"), ("killed", "process"), ("killed-instead-of-a-fork", "auto")]
)
def test_without_forks_the_end_of_a_trial_costs_nothing(start: Start, fault: str, isolation: str) -> None:
    session = start(fault, restarts=0, isolation=isolation)
    for _ in range(3):
        session.begin()
        if fault != "none":
            with pytest.raises(Died, match="killed by SIGKILL"):
                session.request("call")
        session.end()


@pytest.mark.parametrize("isolation", ["fork", "process"])
def test_no_directory_of_an_agent_that_is_gone_stays_until_the_end(start: Start, isolation: str) -> None:
    session = start("killed", isolation=isolation)
    first = session.begin()
    first.mkdir()
    with pytest.raises(Died):
        session.request("call")
    assert first.exists(), "it may be looked at until the next trial"
    session.begin()
    assert not first.exists()


def test_an_agent_that_cannot_be_started_again_ends_the_session(start: Start) -> None:
    session = start("dies-when-started-again")
    session.begin()
    session.close()
    with pytest.raises(Exhausted, match=r"could not be started again: .* exit status 4"):
        session.begin()


def test_closing_ends_the_agent_and_may_be_done_twice(start: Start, scratch: Path, gone: Callable[[str], bool]) -> None:
    session = start("none")
    session.close()
    session.close()
    assert gone(scratch.name)


def test_sweeping_removes_the_scratch_directory(start: Start, scratch: Path) -> None:
    session = start("none")
    deep = session.begin() / "deep" / "deeper"
    deep.mkdir(parents=True)
    deep.chmod(0)
    deep.parent.chmod(0)
    session.close()
    session.sweep()
    assert not scratch.exists()


@pytest.mark.parametrize("fault", ["pid-of-no-number", "pid-of-somebody-else"])
def test_only_the_agent_and_its_children_are_ended(start: Start, monkeypatch: pytest.MonkeyPatch, fault: str) -> None:
    bystander = subprocess.Popen(["sleep", "60"], start_new_session=True)
    try:
        monkeypatch.setenv("BYSTANDER", str(bystander.pid))
        session = start(fault)
        session.begin()
        session.close()
        time.sleep(0.05)
        assert bystander.poll() is None
    finally:
        bystander.kill()
        bystander.wait()


def test_an_error_of_the_implementation_is_raised(start: Start) -> None:
    with pytest.raises(StartError) as caught:
        start("cannot-import")
    assert isinstance(caught.value.__cause__, Raised)
    assert caught.value.__cause__.error.is_a("ImportError")
