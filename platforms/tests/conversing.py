"""How the tests of agents speak with one: the interpreters that are here, and the requests of nearly every test."""

from __future__ import annotations

import shutil
import sys
from pathlib import Path
from typing import Any

import pytest
from tempfile_platforms import pyenv
from tempfile_platforms.protocol import encode
from tempfile_platforms.session import Session

TOY = Path(__file__).with_name("agents") / "toy.py"
"""What the agent hosts."""

VERSIONS = [(2, 7), *((3, minor) for minor in range(6, 15))]
KEPT = {one.version[:2] for one in pyenv.kept() if one.family == "python" and not one.free_threaded}
OTHERS = [
    f"python{major}.{minor}"
    for major, minor in VERSIONS
    if (major, minor) != sys.version_info[:2] and ((major, minor) in KEPT or shutil.which(f"python{major}.{minor}"))
]
"""The other interpreters that seem to be here."""

posix = pytest.mark.skipif(sys.platform == "win32", reason="forks, signals and users are POSIX's")
linux = pytest.mark.skipif(sys.platform != "linux", reason="needs Linux")

THIS = "this one"
few = pytest.mark.parametrize("python", [THIS, *OTHERS[:1]], indirect=True, scope="module")
"""For tests that start agents of their own, which takes its time: this interpreter and the oldest."""


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


def watch(session: Session, directory: Path | str, *occupants: str, **fields: Any) -> None:
    """Arms the sensor in "d", with victims for every kind of occupant that needs one."""
    victims = {
        "symlink": f"{directory}/victim",
        "symlink-to-directory": f"{directory}/victims",
        "dangling": f"{directory}/victims/nothing",
        "hardlink": f"{directory}/victim",
        "swapped": f"{directory}/victims",
    }
    session.request("watch", directory=f"{directory}/d", occupants=list(occupants), victims=victims, **fields)
