"""How to name an implementation, and how to reach it: a module, a `.py` file, or a registered agent."""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from tempfile_platforms import interpreters
from tempfile_platforms.handshake import Agent, agent_for_python

STANDARD = "stdlib"
"""The name of the hosting interpreter's own standard library."""

SENSORS = ("auto", "agent", "seccomp")
"""What may see the calls of an implementation, as for `Agent`."""

REGISTERED = {"perl-file-temp": ("perl", "perl_file_temp.pl")}
"""Agents of other languages: the program that runs each, and its file beside the Python agent."""

_MODULE = re.compile(r"[^\W\d]\w*(\.[^\W\d]\w*)*")


class UnknownImplementation(Exception):
    """The name leads to nothing; the message says what would."""


@dataclass(frozen=True)
class Implementation:
    """An implementation that can be reached: the name it was asked for by, the agent that hosts it, and the options
    of the command line that lead to it again.
    """

    name: str
    agent: Agent
    options: tuple[str, ...] = ()


def resolve(name: str, python: str | None = None, path: Sequence[str] = (), sensor: str = "auto") -> Implementation:
    """The implementation of that name.

    `name` is a module's dotted name, a path to a `.py` file, "stdlib", or a registered agent's; `python` names the
    interpreter to host it
    (see `interpreters.find`; None: the running one); the directories of `path` are put first on its module path;
    `sensor` is as for `Agent`.
    Raises `UnknownImplementation` for a file or directory that does not exist and a name that cannot be one, and
    `interpreters.InterpreterError`.
    """
    if name in REGISTERED:
        return _sensed(_registered(name, python, path), sensor)
    interpreter = interpreters.find(python)
    folders = []
    for folder in path:
        if not Path(folder).is_dir():
            raise UnknownImplementation(f"--path {folder}: there is no such directory")
        folders.append(str(Path(folder).resolve()))
    options = [*(["--python", python] if python else []), *(item for folder in path for item in ("--path", folder))]
    shown, hosted = name, "tempfile" if name == STANDARD else name
    if name.endswith(".py") or "/" in name or "\\" in name:
        file = Path(name)
        if not file.is_file():
            raise UnknownImplementation(f"{name}: there is no such file")
        if file.suffix != ".py":
            raise UnknownImplementation(f"{name}: a path must lead to a .py file; give a module by its dotted name")
        hosted = str(file.absolute())
    elif not _MODULE.fullmatch(name):
        raise UnknownImplementation(f"{name!r} is neither the name of a module nor a path to a .py file")
    elif name == STANDARD:
        shown = "tempfile"
    agent = agent_for_python(interpreter.executable, hosted, folders, interpreter.launcher)
    return _sensed(Implementation(shown, agent, tuple(options)), sensor)


def _sensed(found: Implementation, sensor: str) -> Implementation:
    options = () if sensor == "auto" else ("--sensor", sensor)
    return replace(found, agent=replace(found.agent, sensor=sensor), options=(*found.options, *options))


def _registered(name: str, python: str | None, path: Sequence[str]) -> Implementation:
    program, file = REGISTERED[name]
    if python or path:
        raise UnknownImplementation(f"{name} runs on {program}: --python and --path say nothing to it")
    executable = shutil.which(program)
    if executable is None:
        raise UnknownImplementation(f"{name} needs {program}, which is not on PATH; install it")
    return Implementation(name, Agent((executable, str(Path(__file__).with_name("agents") / file)), name))
