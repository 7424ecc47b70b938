"""How to reach, on this machine, what a recorded run judged.

A report may come from another machine, and from a stranger. So its paths of executables are never used: the
interpreter is looked for by its name or version. A file or folder that it names is only used below the working
directory; whoever wants another one says so.
"""

from __future__ import annotations

import re
import shlex
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from tempfile_platforms.implementations import SENSORS, Implementation, UnknownImplementation, resolve
from tempfile_reports import Run, Verdict

_COMMANDS = {"CPython": "python", "PyPy": "pypy", "Jython": "jython"}


@dataclass(frozen=True)
class Asked:
    """What the person who replays it asked for instead of what the report says; empty where nothing."""

    implementation: str | None = None
    python: str | None = None
    path: tuple[str, ...] = ()


def reach(run: Run, verdict: Verdict, asked: Asked) -> Implementation:
    """The implementation of a recorded run. Raises `UnknownImplementation` and `InterpreterError`."""
    name = run.implementation.name
    options = _options(verdict.reproduce or "")
    sensor = next((value for option, value in options if option == "--sensor" and value in SENSORS), "auto")
    if asked.implementation not in (None, name):
        return resolve(asked.implementation, asked.python, asked.path, sensor)
    named = [value for option, value in options if option == "--python" and not re.search(r"[/\\]", value)]
    python = asked.python or next(iter(named), None) or _by_version(run.implementation.runtime)
    folders = asked.path or tuple(_ours(value) for option, value in options if option == "--path")
    if asked.implementation is None and (re.search(r"[/\\]", name) or name.endswith(".py")):
        name = _ours(name)
    return resolve(name, python, folders, sensor)


def _options(command: str) -> list[tuple[str, str]]:
    """The options of a recorded command with their values."""
    try:
        words = shlex.split(command)
    except ValueError:
        return []
    return [(word, value) for word, value in pairwise(words) if word.startswith("--")]


def _by_version(runtime: str) -> str | None:
    """The name by which an interpreter like the recorded one is found; None where the record does not tell."""
    match = re.fullmatch(r"(\w+) (\d+\.\d+)\b.*", runtime)
    if match is None or match[1] not in _COMMANDS:
        return None
    return _COMMANDS[match[1]] + match[2]


def _ours(place: str) -> str:
    """A place below the working directory, as it is; any other is refused."""
    if not Path(place).resolve().is_relative_to(Path.cwd()):
        raise UnknownImplementation(
            f"the report names {place!r}, outside the working directory: to run it, name it with --implementation "
            "(a file) or --path (a folder)"
        )
    return place
