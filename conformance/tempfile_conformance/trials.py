"""Trials: where checks try an implementation.

A trial is one disposable process with a private directory; everything a check does in it is recorded, so that the last
failing trial reads as the counterexample.
"""

from __future__ import annotations

import ntpath
import posixpath
import stat
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any

from tempfile_platforms import host, profiles
from tempfile_platforms.kernel_sensor import KernelSensor
from tempfile_platforms.protocol import Raised, Refused, encode
from tempfile_platforms.session import Session

from tempfile_conformance.expect import NotPromised, Undecided
from tempfile_conformance.needs import LACKING, needed_by_scene
from tempfile_conformance.steps import Step
from tempfile_conformance.trial import Trial

SHORT_SAMPLE, SHORTEST_SAMPLE = 10_000, 4_000
"""How many names a statistical check draws where there is little time, and where there is hardly any."""


@dataclass(frozen=True)
class User:
    """A user a trial can drop to, by number."""

    uid: int
    gid: int


class Trials:
    """Opens trials in one session, and keeps the record of the example under way.

    `edition` is the one the implementation is held against; `ordinary` is a user without privileges to drop to, or
    None when the suite is not privileged itself. `sample` is how many names a statistical check draws.
    """

    def __init__(self, session: Session, edition: str, ordinary: User | None = None, other: User | None = None) -> None:
        self.session = session
        self.edition = edition
        self.ordinary = ordinary
        self.other = other
        self.sample = SHORT_SAMPLE
        self.steps: list[Step] = []
        self.sensors: set[str] = set()

    @property
    def python2(self) -> bool:
        """Whether the implementation runs where an ordinary string is bytes."""
        return bool(self.session.hello.runtime.get("native_bytes"))

    @property
    def platform(self) -> str:
        """The platform as the contract names it: posix, windows."""
        return {"nt": "windows"}.get(str(self.session.hello.runtime.get("os")), "posix")

    @property
    def paths(self) -> ModuleType:
        """The path rules of the implementation's platform (`posixpath` or `ntpath`)."""
        return ntpath if self.platform == "windows" else posixpath

    @cached_property
    def system(self) -> str:
        """The platform as profiles name it: linux, win32, win32-wine, emscripten, java, ..."""
        launcher = self.session.agent.launcher
        told = str(self.session.hello.runtime.get("platform", ""))
        return (launcher.platform if launcher else "") or profiles.label(told)

    @cached_property
    def filesystem(self) -> str:
        """The type of the file system that trials lie on."""
        return str(self.session.hello.runtime.get("filesystem") or host.filesystem(self.session.scratch))

    @cached_property
    def lacking(self) -> Mapping[str, profiles.Lack]:
        """What the platform or the file system is known to lack, by ability."""
        return profiles.lacks(self.system, self.filesystem)

    def able(self, ability: str) -> bool:
        """Whether the agent declares an ability, and neither the platform nor the file system lacks it."""
        return ability in self.session.hello.abilities and ability not in self.lacking

    def possible(self, *abilities: str) -> None:
        """Ends the example where the platform or the file system is known to lack an ability."""
        for ability in abilities:
            if lack := self.lacking.get(ability):
                raise Undecided(str(lack)) if lack.promised else NotPromised(str(lack))

    def refused(self, operation: str, raised: Raised) -> None:
        """Ends the example where the platform is known to refuse an operation in this way."""
        if sentence := profiles.refusal(self.system, operation, str(raised.error.errno)):
            raise NotPromised(sentence) from raised

    def need(self, *abilities: str) -> None:
        """As `possible`; also makes the check inconclusive where the agent lacks an ability."""
        self.possible(*abilities)
        for ability in abilities:
            if not self.able(ability):
                raise Undecided(LACKING.get(ability, f"the agent here cannot {ability}"))

    @property
    def by_kernel(self) -> bool:
        """Whether the kernel sees what the implementation does, and not its agent."""
        return self.session.hello.sensor == KernelSensor.NAME

    def unseen(self, what: str) -> Undecided:
        """Why nothing can be said: no sensor sees how the implementation does it."""
        advice = "" if self.by_kernel else "; on Linux, try --sensor seccomp"
        return Undecided(f"no sensor sees how this implementation {what}{advice}")

    @contextmanager
    def separate(self) -> Iterator[Trials]:
        """Trials in an agent of their own, started for the occasion."""
        scratch = self.session.scratch / f"alone{self.session.trials:06d}-{len(self.steps)}"
        scratch.mkdir()
        session = Session(
            self.session.agent, scratch, timeout=self.session.timeout, restarts=0, marker=self.session.marker
        )
        try:
            alone = Trials(session, self.edition, self.ordinary, self.other)
            alone.steps = self.steps
            yield alone
        finally:
            session.close()
            session.sweep()

    @contextmanager
    def open(
        self,
        *,
        umask: int = 0o022,
        environment: dict[str, str | None] | None = None,
        scene: Sequence[dict[str, Any]] = (),
        cwd: str = "",
        ordinary: bool = False,
        confine: bool = False,
        tmp: bool = True,
    ) -> Iterator[Trial]:
        """A new trial.

        Paths in `scene`, `cwd` and `environment` values that begin with "@" lie in the trial's private directory
        (with `confine` that directory is the root of everything). With `tmp` there is a directory "tmp" in it that
        TMPDIR names. With `ordinary` the trial runs without privileges.
        """
        if confine:
            self.need("confine")
        if ordinary and self.ordinary is not None:
            self.need("user")
            _require_passage(self.session.scratch)
        session = self.session
        directory = self.paths.join(session.agent.inside(str(session.scratch)), f"t{session.trials + 1:06d}")
        root = "" if confine else directory

        def inside(path: str) -> str:
            return (root + path[1:]).replace("/", self.paths.sep) or "/" if path.startswith("@") else path

        def outside(path: str) -> str:
            return (directory + path[1:]).replace("/", self.paths.sep) if path.startswith("@") else path

        self.possible(*needed_by_scene(scene))
        items = [{"kind": "directory", "path": "@/tmp"}] if tmp else []
        variables: dict[str, str | None] = {"TMPDIR": "@/tmp" if tmp else None, "TEMP": None, "TMP": None}
        variables.update(environment or {})
        # The scene is set from outside, before the private directory becomes the root.
        built = [
            {
                key: (outside(item) if key == "path" else inside(item)) if isinstance(item, str) else encode(item)
                for key, item in entry.items()
            }
            for entry in [*items, *scene]
        ]
        user = self.ordinary if ordinary else None
        fields: dict[str, Any] = {
            "umask": umask,
            "cwd": inside(cwd or "@") or "/",
            "environment": {name: value and inside(value) for name, value in variables.items()},
            "scene": built,
            "confine": confine,
            "user": {"uid": user.uid, "gid": user.gid} if user else None,
        }
        try:
            session.begin(**fields)
        except Refused as refused:
            raise Undecided(f"this host could not set the scene: {refused}") from refused
        self.steps.append(Step("begin", {key: fields[key] for key in ("umask", "cwd", "user", "scene")}, said=""))
        try:
            yield Trial(self, root)
        finally:
            session.end()


def _require_passage(scratch: Path) -> None:
    """A user without privileges must be able to reach its trial's directory."""
    for folder in (scratch, *scratch.parents):
        if not folder.stat().st_mode & stat.S_IXOTH:
            raise Undecided(f"an ordinary user cannot pass through {folder}; name another directory with --scratch")
