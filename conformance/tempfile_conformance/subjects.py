"""What is judged, and by which edition of the documentation."""

from __future__ import annotations

import re
from dataclasses import dataclass

from tempfile_platforms.handshake import Hello
from tempfile_platforms.implementations import Implementation
from tempfile_platforms.protocol import StartError
from tempfile_platforms.session import Session

from tempfile_conformance.contract import EDITIONS
from tempfile_conformance.scratch import scratch_directory


@dataclass(frozen=True)
class Subject:
    """An implementation that has answered the handshake, the edition it is held against and why that one.

    A `yardstick` stands beside the others for comparison: what it breaks is shown, and does not count.
    """

    implementation: Implementation
    hello: Hello
    edition: str
    edition_reason: str
    yardstick: bool = False

    @property
    def name(self) -> str:
        """The name in reports."""
        return self.implementation.name


def greet(
    implementation: Implementation,
    *,
    edition: str | None = None,
    yardstick: bool = False,
    timeout: float = 10.0,
) -> Subject:
    """Starts the implementation's agent once and asks what it is.

    Raises `StartError` when no conversation comes about or the module has none of the functions, and
    `NoScratch`.
    """
    with scratch_directory() as scratch:
        session = Session(implementation.agent, scratch, timeout=timeout)
        session.close()
        hello = session.hello
    if not hello.functions:
        raise StartError(
            f"{implementation.name!r} has none of the functions of tempfile; is it the module that was meant?"
        )
    chosen, reason = _edition(hello, edition)
    return Subject(implementation, hello, chosen, reason, yardstick)


def _edition(hello: Hello, asked: str | None) -> tuple[str, str]:
    """The edition that was asked for, else the one declared, else that of the interpreter; and why that one.

    A declared edition that there is not is passed over, and the reason says so.
    """
    if asked is not None:
        return asked, "asked for with --edition"
    declared = hello.implementation.get("edition")
    if isinstance(declared, str) and declared in EDITIONS:
        return declared, "declared by the implementation"
    edition, reason = _nearest(hello)
    if declared is not None:
        reason += f"; it declares {declared!r}, which is no edition"
    return edition, reason


def _nearest(hello: Hello) -> tuple[str, str]:
    version = str(hello.runtime.get("version", ""))
    own = re.match(r"([0-9]+)\.([0-9]+)", version)
    if own is None or hello.runtime.get("language") != "Python":
        return EDITIONS[-1], "the newest edition, as it declares none"
    if own[0] in EDITIONS:
        return own[0], "the version of its interpreter"
    place = _place(own[0])
    nearest = min(EDITIONS, key=lambda edition: abs(_place(edition) - place))
    return nearest, f"the nearest edition to the version of its interpreter, {version}"


def _place(version: str) -> int:
    major, minor = map(int, version.split("."))
    return 100 * major + minor
