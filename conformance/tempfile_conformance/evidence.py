"""Evidence from the kernel: the system calls of one representative trial, beside the verdicts of security guarantees.

The calls are read, and the lines that matter are marked. Where they show that a promise is broken which no example
could break, the verdict says so. What is asked of them follows from the promise alone: creation is a single call that
fails if something is there (`O_CREAT|O_EXCL`, `O_TMPFILE`, `mkdir`), by whatever path or descriptor.
"""

from __future__ import annotations

import contextlib
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

import msgspec
from tempfile_platforms.protocol import Died, Misbehaved, Raised, Refused, TimedOut
from tempfile_reports.model import Counterexample, Evidence, EvidenceLine, Outcome, Step, Verdict

from tempfile_conformance.checks.making import make
from tempfile_conformance.expect import Broken, Undecided
from tempfile_conformance.judge import portable
from tempfile_conformance.steps import brief
from tempfile_conformance.trial import Trial
from tempfile_conformance.trials import Trials

MODES = ("auto", "strace", "none")
"""Whether to trace: where it can be done, always, or never."""

APIS = ("mkstemp", "mkdtemp", "NamedTemporaryFile", "TemporaryFile", "TemporaryDirectory")

TRACED = "%file,close,fchmod,fcntl,ioctl,umask"
"""The calls that are traced, as strace names them."""

_CALL = re.compile(r"^(?:\d+ +)?(?P<name>\w+)\((?P<arguments>.*)\) += (?P<result>.*)$")
_TARGET = re.compile(r'^(?:(?:AT_FDCWD|\d+)<(?P<at>[^>]*)>, )?"(?P<path>(?:[^"\\]|\\.)*)"')
_DESCRIPTOR = re.compile(r"^(?P<number>\d+)<(?P<path>[^>]*)>")
_OPEN_ALREADY = re.compile(r'"/(?:proc/(?:self|thread-self|\d+)/fd|dev/fd)/\d+(?P<more>/?)')
_HERE = re.compile(r"(?:/\.)+(?=/|$)")
_OPENS = ("open", "openat", "openat2", "creat")
_REMOVALS = ("unlink", "unlinkat", "rmdir")
_LOOKS = ("access", "faccessat", "faccessat2", "stat", "lstat", "newfstatat", "statx", "readlink", "readlinkat")


@dataclass(frozen=True)
class Call:
    """One system call: its name, its arguments as written, what it returned, the path it is about, and the umask."""

    text: str
    name: str
    arguments: str
    result: str
    path: str
    umask: int = 0

    @property
    def succeeded(self) -> bool:
        """Whether the kernel did it."""
        return not self.result.startswith("-1 ")

    @property
    def creates(self) -> bool:
        """Whether it is made to bring a file or directory into being."""
        opens = self.name in _OPENS and ("O_CREAT" in self.arguments or "O_TMPFILE" in self.arguments)
        if (there := _OPEN_ALREADY.search(self.arguments)) and not there["more"]:
            # What is open already is opened once more.
            opens = False
        return opens or self.name in ("mkdir", "mkdirat", "creat", "mknod", "mknodat")

    @property
    def exclusive(self) -> bool:
        """Whether it fails if something is there already."""
        return self.name not in _OPENS or "O_EXCL" in self.arguments or "O_TMPFILE" in self.arguments

    @property
    def named(self) -> bool:
        """Whether what it creates has a name."""
        return "O_TMPFILE" not in self.arguments

    @property
    def mode(self) -> int | None:
        """The permissions that it gives, where it gives any."""
        last = re.search(r"\b(0[0-7]*)$", self.arguments)
        return int(last.group(1), 8) & ~(self.umask if self.creates else 0) if last else None


def read(line: str) -> Call | None:
    """A line of strace's output as a call; None for a signal, an exit, or half a call."""
    found = _CALL.match(line)
    if found is None:
        return None
    arguments = found["arguments"]
    path = ""
    if target := _TARGET.match(arguments):
        path = target["path"]
        if not path.startswith("/") and target["at"]:
            path = _HERE.sub("", f"{target['at']}/{path}").rstrip("/")
    elif descriptor := _DESCRIPTOR.match(arguments):
        path = descriptor["path"]
    if _OPEN_ALREADY.search(arguments) and (opened := _DESCRIPTOR.match(found["result"])):
        # By way of a directory that is open: the path it stands for.
        path = opened["path"]
    text = f"{found['name']}({arguments}) = {found['result']}"
    return Call(text, found["name"], arguments, found["result"], path)


Rule = Callable[[Sequence[Call], str], Iterator[tuple[Call, str]]]
"""What the calls of one operation show against a promise, for an edition: the call, and what is wrong with it."""


def _created(calls: Sequence[Call]) -> list[Call]:
    return [call for call in calls if call.creates and call.succeeded]


def _files(calls: Sequence[Call]) -> list[Call]:
    """The files among what is created; a directory may be made for one to begin in."""
    return [call for call in _created(calls) if not call.name.startswith("mkdir")]


def exclusive(calls: Sequence[Call], edition: str) -> Iterator[tuple[Call, str]]:
    """Creation fails if something is there; a look beforehand is no substitute."""
    for call in _created(calls):
        if not call.exclusive:
            looked = any(item.name in _LOOKS and item.path == call.path for item in calls[: calls.index(call)])
            yield call, "created without O_EXCL" + (", after a look whether the name is free" if looked else "")


def owner_only(calls: Sequence[Call], edition: str) -> Iterator[tuple[Call, str]]:
    """It is closed to others from its first moment on, and stays so."""
    for call in calls:
        changes = call.name in ("chmod", "fchmod", "fchmodat", "fchmodat2")
        if call.succeeded and (call.creates or changes) and (call.mode or 0) & 0o077:
            yield call, f"permissions {call.mode:04o}"


def not_executable(calls: Sequence[Call], edition: str) -> Iterator[tuple[Call, str]]:
    """Nobody may execute the file, not even for a moment."""
    for call in _files(calls):
        if (call.mode or 0) & 0o111:
            yield call, f"permissions {call.mode:04o}"


def not_inherited(calls: Sequence[Call], edition: str) -> Iterator[tuple[Call, str]]:
    """The descriptor is closed in other programs from its first moment on; where systems could not, just after."""
    for call in _files(calls):
        if "O_CLOEXEC" in call.arguments:
            continue
        later = any("FD_CLOEXEC" in item.arguments or "FIOCLEX" in item.arguments for item in calls)
        if edition != "2.7" or not later:
            yield call, "created without O_CLOEXEC" + (", which is set too late" if later else "")


def name_gone(calls: Sequence[Call], edition: str) -> Iterator[tuple[Call, str]]:
    """What is created with a name has lost it when the call returns."""
    for call in _created(calls):
        if call.named and not _removed(calls, call):
            yield call, "its name is not removed before the call returns"


def deleted(calls: Sequence[Call], edition: str) -> Iterator[tuple[Call, str]]:
    """Nothing is deleted but what was created, by the path that it was created by."""
    own = {call.path for call in _created(calls)}
    # What has been given another name is deleted by that.
    renamed = any(call.name.startswith(("rename", "link")) for call in calls)
    for call in calls:
        if call.name in _REMOVALS and call.succeeded and call.path not in own and not renamed:
            yield call, "deleted by another path than it was created by"


def _removed(calls: Sequence[Call], created: Call) -> bool:
    ways = (*_REMOVALS, "rename", "renameat", "renameat2")
    return any(call.name in ways and call.path == created.path and call.succeeded for call in calls)


RULES: dict[str, Rule] = {
    "exclusive": exclusive,
    "owner-only": owner_only,
    "not-executable": not_executable,
    "not-inherited": not_inherited,
    "no-name": name_gone,
    "gone-on-close": deleted,
}
"""What is asked of the calls, by the guarantee's own part of its id."""


def rule(guarantee: str) -> Rule | None:
    """What is asked of the calls for a guarantee; None where they have nothing to say."""
    api, _, slug = guarantee.partition(".")
    if api not in APIS or (slug == "gone-on-close" and api != "NamedTemporaryFile"):
        return None
    return RULES.get(slug)


class Witness:
    """The calls of one implementation, traced once, when they are first asked for."""

    def __init__(self, trials: Trials, mode: str) -> None:
        self._trials = trials
        self._mode = mode
        self._calls: dict[str, list[Call]] | None = None
        self._steps: dict[str, list[Step]] = {}

    def attach(self, verdict: Verdict) -> Verdict:
        """The verdict with its evidence, where there is some; a pass that the calls contradict becomes a failure."""
        asked = rule(verdict.guarantee)
        if self._mode == "none" or asked is None or not verdict.verdict.judged:
            return verdict
        api = verdict.guarantee.partition(".")[0]
        calls = self.calls().get(api)
        if not calls or not _created(calls):
            return verdict
        tell = portable(self._trials)
        wrong = list(asked(calls, self._trials.edition))
        blamed = {id(call) for call, _ in wrong}
        first = calls.index(_created(calls)[0])
        lines = [
            EvidenceLine(text=tell(call.text), mark=id(call) in blamed or _matters(asked, call, number < first))
            for number, call in enumerate(calls)
        ]
        seen = msgspec.structs.replace(
            verdict,
            evidence=Evidence(tool="strace", lines=lines),
            sensors=sorted({*verdict.sensors, "strace"}),
        )
        if not wrong or verdict.verdict is not Outcome.PASS:
            return seen
        call, what = wrong[0]
        expected = " ".join((asked.__doc__ or "").split()).rstrip(".")
        shown = Counterexample(expected=expected, seen=f"{what}: {tell(call.text)}", steps=self._steps[api])
        return msgspec.structs.replace(
            seen, verdict=Outcome.FAIL, reason=f"expected {expected}; seen {what}", counterexample=shown
        )

    def calls(self) -> dict[str, list[Call]]:
        """The calls of each function that creates. Nothing where they cannot be traced."""
        if self._calls is None:
            self._calls = {}
            steps, sensors = self._trials.steps, self._trials.sensors
            # Evidence is an addition: without it, the verdict stands as it is.
            with contextlib.suppress(Undecided, Broken, Raised, Died, TimedOut, Misbehaved, Refused):
                self._trace()
            self._trials.steps, self._trials.sensors = steps, sensors
        return self._calls

    def _trace(self) -> None:
        trials = self._trials
        apis = [api for api in APIS if api in trials.session.hello.functions]
        scene = [{"kind": "directory", "path": f"@/{api}"} for api in apis]
        trials.steps = []
        with trials.open(scene=scene, umask=0) as trial:
            trial.settle()
            with trial.traced(TRACED) as lines:
                for api in apis:
                    begin = len(trials.steps)
                    _use(trial, api)
                    tell = portable(trials)
                    self._steps[api] = [
                        Step(call=brief(tell(step.call)), result=brief(tell(step.result)))
                        for step in trials.steps[begin:]
                    ]
            calls = list(_under_umasks(filter(None, map(read, lines))))
            self._calls = {api: [call for call in calls if trial.path(api) in call.text] for api in apis}


def _under_umasks(calls: Iterable[Call]) -> Iterator[Call]:
    """The calls, each with the umask that was in force."""
    umask = 0
    for call in calls:
        if call.name == "umask":
            umask = int(call.arguments, 8)
        yield replace(call, umask=umask)


def _use(trial: Trial, api: str) -> None:
    """Creates something in the directory of that name, and deletes what is to be deleted by itself."""
    directory = trial.path(api)
    try:
        if api == "TemporaryFile":
            trial.file(api, dir=directory)
        elif api == "TemporaryDirectory":
            trial.do("method", object=trial.call(api, dir=directory), name="cleanup", arguments=[], keywords={})
        else:
            made = make(trial, api, dir=directory)
            if made.file is not None:
                made.file.close()
    except (Raised, Broken):
        # Whether the call works is for the checks to say.
        pass


def _matters(asked: Rule, call: Call, before: bool) -> bool:
    """Whether a line is to be marked: what creates, and what the promise is about besides.

    `before` says that nothing has been created yet: only then a look is one for a free name.
    """
    besides: dict[Rule, tuple[str, ...]] = {
        exclusive: _LOOKS if before else (),
        owner_only: ("chmod", "fchmod", "fchmodat", "fchmodat2"),
        not_inherited: ("fcntl", "ioctl"),
        name_gone: _REMOVALS,
        deleted: _REMOVALS,
    }
    if call.name in ("fcntl", "ioctl") and "CLOEXEC" not in call.arguments and "FIOCLEX" not in call.arguments:
        return False
    return call.creates or call.name in besides.get(asked, ())
