"""Who an agent is: how it is started, and what it says of itself when the conversation begins."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tempfile_platforms.launchers import Launcher
from tempfile_platforms.protocol import VERSION, Misbehaved


@dataclass(frozen=True)
class Agent:
    """How an agent is started and what it is asked to host.

    `command` is the program with its arguments; `implementation` and `path` are handed over in the handshake.
    `launcher` is set where the program belongs to another system. `sensor` is "agent" for the one of its own,
    "seccomp" for the kernel's, or "auto" for the kernel's where it has none of its own.
    """

    command: tuple[str, ...]
    implementation: str
    path: tuple[str, ...] = ()
    launcher: Launcher | None = None
    sensor: str = "auto"

    def inside(self, path: str) -> str:
        """An absolute path of this system as the agent has to be told it."""
        return self.launcher.inside(path) if self.launcher else path


@dataclass(frozen=True)
class Hello:
    """The agent's description of itself, of the implementation it hosts, and of what it can do."""

    agent: dict[str, Any]
    implementation: dict[str, Any]
    runtime: dict[str, Any]
    abilities: frozenset[str]
    sensor: str | None

    @property
    def functions(self) -> frozenset[str]:
        """The functions that the implementation declares."""
        return frozenset(self.implementation.get("functions", ()))

    @property
    def variables(self) -> frozenset[str]:
        """The module variables that the implementation declares."""
        return frozenset(self.implementation.get("variables", ()))


def agent_for_python(
    executable: str, implementation: str, path: Sequence[str] = (), launcher: Launcher | None = None
) -> Agent:
    """The Python agent under the given interpreter, hosting a module by name or a `.py` file by path."""
    agents = Path(__file__).with_name("agents")
    start, program = str(agents / "python_start.py"), str(agents / "python_agent.py")
    if launcher is None:
        return Agent((executable, "-B", start, program), implementation, tuple(path))
    if launcher.command[0] == executable:
        return Agent((*launcher.command, program), implementation, tuple(path), launcher)
    hosted = launcher.inside(implementation) if implementation.endswith(".py") else implementation
    command = (*launcher.command, executable, "-B", launcher.inside(start), launcher.inside(program))
    return Agent(command, hosted, tuple(launcher.inside(folder) for folder in path), launcher)


def read_hello(raw: Any) -> Hello:
    """The description in the reply to `hello`. Raises `Misbehaved` when it is none, or of another protocol."""
    if not isinstance(raw, dict) or raw.get("protocol") != VERSION:
        raise Misbehaved(f"the handshake names protocol {raw.get('protocol') if isinstance(raw, dict) else raw!r}")
    for key in ("agent", "implementation", "runtime"):
        if not isinstance(raw.get(key), dict):
            raise Misbehaved(f"the handshake lacks the object {key!r}")
    declared = raw["implementation"]
    for key, value in (
        ("abilities", raw.get("abilities", [])),
        ("functions", declared.get("functions", [])),
        ("variables", declared.get("variables", [])),
    ):
        if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
            raise Misbehaved(f"the handshake has no list of names as {key!r}")
    return Hello(
        agent=raw["agent"],
        implementation=raw["implementation"],
        runtime=raw["runtime"],
        abilities=frozenset(raw.get("abilities", ())),
        sensor=raw.get("sensor"),
    )
