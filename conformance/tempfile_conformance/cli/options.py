"""The options that the judging commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click
from tempfile_platforms.implementations import SENSORS

F = TypeVar("F", bound=Callable[..., Any])

PROFILES = ("quick", "standard", "thorough")

SHARED: dict[str, dict[str, Any]] = {
    "python": {"metavar": "EXE", "help": "Interpreter to host it: a path, python2.7, 3.13, ..."},
    "path": {"metavar": "DIR", "multiple": True, "help": "Put first on its module path. Repeatable."},
    "edition": {"metavar": "E", "help": "Edition of the documentation, 2.7 or 3.6 to 3.14."},
    "profile": {
        "type": click.Choice(PROFILES),
        "default": "standard",
        "show_default": True,
        "help": "How hard to try.",
    },
    "examples": {
        "type": click.IntRange(min=1),
        "metavar": "N",
        "help": "Examples per check, instead of the profile's.",
    },
    "seed": {"type": click.IntRange(min=0), "metavar": "N", "help": "Explore other examples than the fixed ones."},
    "only": {"metavar": "GLOB", "multiple": True, "help": "Only guarantees with matching ids. Repeatable."},
    "jobs": {"type": click.IntRange(min=1), "metavar": "N", "help": "Workers.  [default: processors]"},
    "timeout": {
        "type": click.FloatRange(min=0, min_open=True),
        "default": 10.0,
        "show_default": True,
        "metavar": "SECONDS",
        "help": "How long one call may take.",
    },
    "scratch": {
        "type": click.Path(path_type=Path),
        "metavar": "DIR",
        "help": "Directory to try it in (its file system).",
    },
    "isolation": {
        "type": click.Choice(["auto", "fork", "process"]),
        "default": "auto",
        "show_default": True,
        "help": "A fork or a new process for each trial.",
    },
    "sensor": {
        "type": click.Choice(SENSORS),
        "default": "auto",
        "show_default": True,
        "help": "What sees a name before it is created: the agent, or the kernel.",
    },
    "evidence": {
        "type": click.Choice(["auto", "strace", "none"]),
        "default": "auto",
        "show_default": True,
        "help": "Attach system calls to security guarantees.",
    },
    "baseline": {
        "type": click.Path(path_type=Path, dir_okay=False),
        "metavar": "FILE",
        "help": "The accepted failures (TOML).",
    },
    "fail_fast": {"is_flag": True, "help": "Stop at the first broken guarantee."},
    "report": {
        "type": click.Path(path_type=Path, dir_okay=False),
        "multiple": True,
        "metavar": "FILE",
        "help": "Write a report: .json .html .md .xml .sarif. Repeatable.",
    },
    "verbose": {"is_flag": True, "help": "Show every guarantee, not only the broken ones."},
}
"""The shared options by their Python names; also what [tool.tempfile-conformance] may hold."""


def shared(function: F) -> F:
    """Adds every shared option to a command."""
    for name, details in reversed(SHARED.items()):
        short = ["-v"] if name == "verbose" else []
        function = click.option("--" + name.replace("_", "-"), *short, name, **details)(function)
    return function
