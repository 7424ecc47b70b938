"""The Python agent under every interpreter that is installed, by way of the session: how a conversation goes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from conversing import OTHERS, TOY, VERSIONS, begin, call, few, has, posix, python2
from tempfile_platforms import session as session_module
from tempfile_platforms.handshake import agent_for_python
from tempfile_platforms.protocol import Refused, StartError
from tempfile_platforms.session import Session

pytestmark = posix


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
