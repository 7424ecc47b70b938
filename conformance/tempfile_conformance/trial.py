"""The inside of one trial: calls of the implementation, the file objects they return, and what stands on disk."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from tempfile_platforms.protocol import Died, ErrorInfo, Raised, Ref, Refused, Text, TimedOut, encode
from tempfile_platforms.tracing import NoTrace, traced

from tempfile_conformance.expect import Broken, Lacking, Undecided, require
from tempfile_conformance.needs import needed_by_request
from tempfile_conformance.steps import Step, show

if TYPE_CHECKING:
    from tempfile_conformance.trials import Trials


VARIABLES = ("tempdir", "template")
"""The variables that an agent declares."""


@dataclass(frozen=True)
class Stat:
    """What the operating system says of a file: kind, permission bits, size in bytes, links, identity, owner."""

    kind: str
    mode: int
    size: int
    links: int
    device: int
    inode: int
    uid: int
    gid: int

    @property
    def identity(self) -> tuple[int, int]:
        """Two paths with the same identity are the same file."""
        return self.device, self.inode

    def __str__(self) -> str:
        return f"a {self.kind} with mode {self.mode:04o}, {self.size} bytes, {self.links} links"


@dataclass(frozen=True)
class AuditEvent:
    """An audit event: its name, its arguments, and whether anything stood at the path in the first of them."""

    name: str
    arguments: tuple[Any, ...]
    there: bool | None


class Trial:
    """The inside of one trial. `directory` is its private directory as the implementation sees it."""

    def __init__(self, trials: Trials, directory: str) -> None:
        self.trials = trials
        self.directory = directory or "/"
        self.paths: Any = trials.paths

    def path(self, *parts: str) -> str:
        """A path inside the private directory."""
        return str(self.paths.join(self.directory, *parts))

    @property
    def tmp(self) -> str:
        """The directory that TMPDIR names."""
        return self.path("tmp")

    def do(self, operation: str, timeout: float | None = None, **fields: Any) -> Any:
        """Carries out one operation of the protocol and records it. Raises what the session raises."""
        if self.trials.lacking:
            self.trials.possible(*needed_by_request(operation, fields))
        record = self.trials.steps
        try:
            value = self.trials.session.request(
                operation, timeout, **{key: encode(item) for key, item in fields.items()}
            )
        except (Raised, Died, TimedOut) as error:
            record.append(Step(operation, fields, said=f"{'raises ' if isinstance(error, Raised) else ''}{error}"))
            if isinstance(error, Raised):
                self.trials.refused(operation, error)
            raise
        record.append(Step(operation, fields, value))
        return value

    # --- the implementation

    def call(self, function: str, *arguments: Any, **keywords: Any) -> Any:
        """Calls a function of the implementation. Raises `Raised` with what it raised, and `Lacking`."""
        if function not in self.trials.session.hello.functions:
            raise Lacking(f"the implementation has no {function}")
        return self.do("call", function=function, arguments=list(arguments), keywords=keywords)

    def library(self, name: str, *arguments: Any, **keywords: Any) -> Any:
        """Calls a function or class of the runtime's own library, such as `io.TextIOWrapper`, where it runs."""
        return self.do("library", name=name, arguments=list(arguments), keywords=keywords)

    def error(self, function: str, *arguments: Any, **keywords: Any) -> ErrorInfo | None:
        """The exception that a call raises, or None."""
        try:
            self.call(function, *arguments, **keywords)
        except Raised as raised:
            return raised.error
        return None

    def settle(self) -> None:
        """Settles the default directory now, so that no search for it is seen later."""
        hello = self.trials.session.hello
        if "gettempdir" in hello.functions:
            self.call("gettempdir")
        elif "tempdir" in hello.variables:
            self.assign("tempdir", self.tmp)
        elif "mkdtemp" in hello.functions:
            self.do("rmdir", path=self.call("mkdtemp"))
        elif "TemporaryDirectory" in hello.functions:
            self.do("drop", object=self.call("TemporaryDirectory"))

    def get(self, name: str) -> Any:
        """A variable of the implementation's module. Raises `Lacking`."""
        self._has_variable(name)
        return self.do("get", name=name)

    def assign(self, name: str, value: Any) -> None:
        """Sets a variable of the implementation's module, which would mean nothing to one without it (`Lacking`)."""
        self._has_variable(name)
        self.do("set", name=name, value=value)

    def _has_variable(self, name: str) -> None:
        if name in VARIABLES and name not in self.trials.session.hello.variables:
            raise Lacking(f"the implementation has no variable {name}")

    def mkstemp(self, *arguments: Any, **keywords: Any) -> tuple[int, str]:
        """Calls mkstemp; the path as text."""
        fd, path = self.pair(self.call("mkstemp", *arguments, **keywords))
        return fd, self.text(path)

    def pair(self, result: Any) -> tuple[int, Any]:
        """A descriptor and a path of whatever type; anything else breaks the promise."""
        if (
            not isinstance(result, tuple)
            or len(result) != 2
            or not isinstance(result[0], int)
            or isinstance(result[0], bool)
        ):
            raise Broken("a pair of a descriptor and a path", show(result))
        return result[0], result[1]

    def text(self, value: Any) -> str:
        """The text of a path or name that the implementation returned; anything but a string breaks the promise."""
        if isinstance(value, Text):
            return value.text
        if not isinstance(value, str):
            raise Broken("a string", show(value))
        return value

    def as_bytes(self, value: Any) -> bytes:
        """The bytes that were read, whatever form the platform gives them."""
        if isinstance(value, bytes):
            return value
        if isinstance(value, str) and self.trials.python2:
            return value.encode("utf-8", "surrogateescape")
        raise Broken("bytes", show(value))

    def file(self, function: str, *arguments: Any, **keywords: Any) -> File:
        """Calls a function that returns a file object."""
        result = self.call(function, *arguments, **keywords)
        if not isinstance(result, Ref):
            raise Broken("a file object", show(result))
        return File(self, result)

    def fork(self, *requests: dict[str, Any], count: int = 1, **options: Any) -> list[list[Any]]:
        """Lets forked children carry out requests; for each child the values. A child that dies breaks the promise."""
        children = self.do("fork", count=count, requests=list(requests), **options)
        for child in children:
            require(child["status"] == 0, "a forked child that lives on", f"it ended with status {child['status']}")
        return [[self.value(reply) for reply in child["replies"]] for child in children]

    def value(self, reply: Any) -> Any:
        """The value in a reply to a request inside a request; an exception breaks the promise. Raises Refused."""
        if isinstance(reply, dict) and "refused" in reply:
            raise Refused(str(reply["refused"]))
        if not isinstance(reply, dict) or "ok" not in reply:
            error = reply.get("error") if isinstance(reply, dict) else None
            raise Broken("no exception", str(ErrorInfo.read(error)) if isinstance(error, dict) else show(reply))
        return reply["ok"]

    # --- the operating system, as seen from inside

    def stat(self, path: str, *, follow: bool = True) -> Stat | None:
        """What stands at a path, or None."""
        facts = self.do("stat", path=path, follow=follow)
        return Stat(*facts) if facts else None

    def fstat(self, fd: int) -> Stat | None:
        """What an open descriptor stands for."""
        facts = self.do("fstat", fd=fd)
        return Stat(*facts) if facts else None

    def exists(self, path: str) -> bool:
        """Whether anything stands at a path, a dangling link included."""
        return self.stat(path, follow=False) is not None

    def listdir(self, path: str) -> list[str]:
        """The names in a directory, sorted."""
        return [self.text(item) for item in self.do("listdir", path=path)]

    def read_file(self, path: str) -> bytes:
        """The contents of a file."""
        data = self.do("read_file", path=path)
        assert isinstance(data, bytes)
        return data

    def write_file(self, path: str, data: bytes) -> None:
        """Writes a file."""
        self.do("write_file", path=path, data=data)

    def read_fd(self, fd: int, size: int = 1 << 16) -> bytes:
        """Reads from a descriptor at its position."""
        data = self.do("fd_read", fd=fd, size=size)
        assert isinstance(data, bytes)
        return data

    def write_fd(self, fd: int, data: bytes) -> int:
        """Writes to a descriptor at its position and returns the number of bytes written."""
        return int(self.do("fd_write", fd=fd, data=data))

    def close_fd(self, fd: int) -> None:
        """Closes a descriptor."""
        self.do("fd_close", fd=fd)

    def descriptors(self) -> set[tuple[int, int, int]]:
        """The open descriptors of the trial's process: number, device, inode."""
        return {(item[0], item[1], item[2]) for item in self.do("descriptors")}

    def watch(self, directory: str, *occupants: str, always: bool = False, at: str = "create", **victims: str) -> None:
        """Arms the sensor on a directory, and the occupants that it shall put at the next names there."""
        self.trials.sensors.add(str(self.trials.session.hello.sensor))
        self.do("watch", directory=directory, occupants=list(occupants), always=always, at=at, victims=victims)

    def sensed(self) -> list[dict[str, Any]]:
        """Disarms the sensor; what it saw, in order."""
        events: list[dict[str, Any]] = self.do("sensed")
        return events

    def audit(self, *, refuse: bool = False) -> None:
        """Arms an audit hook for the events of tempfile; with `refuse` it raises RuntimeError at each of them."""
        self.trials.sensors.add("audit")
        self.do("audit", prefix="tempfile.", refuse=refuse)

    def audited(self) -> list[AuditEvent]:
        """Disarms the audit hook; what it was told, in order."""
        return [AuditEvent(item["event"], tuple(item["arguments"]), item["there"]) for item in self.do("audited")]

    def fault(self, *plan: dict[str, Any], directory: str = "") -> None:
        """Arms calls that are to fail inside the implementation, on paths in a directory (here: the private one)."""
        self.trials.sensors.add(str(self.trials.session.hello.sensor) if self.trials.by_kernel else "fault")
        self.do("fault", directory=directory or self.directory, plan=list(plan))

    def struck(self) -> list[int]:
        """Disarms them; how often each of them failed."""
        return [int(times) for _, times in self.do("struck")]

    @contextmanager
    def traced(self, calls: str, inject: str = "") -> Iterator[list[str]]:
        """The system calls of the trial's process while the context lasts, as strace writes them.

        With `inject` ("error=EIO") that is done to each of them.
        The list is filled at the end. Inconclusive where strace is absent or may not trace.
        """
        session = self.trials.session
        if session.trial_pid is None:
            raise Undecided("only a trial that is a process of its own can be traced")
        try:
            with traced(session.trial_pid, calls, session.scratch / "trace", inject) as lines:
                yield lines
        except NoTrace as error:
            raise Undecided(str(error)) from error
        self.trials.sensors.add("strace")

    def exit(self, how: str) -> str:
        """Ends the trial's process in the given way; afterwards only `observe` looks at what is left."""
        if how != "_exit":
            self.trials.possible("exit")
        ending = self.trials.session.finish("exit", how=how)
        self.trials.steps.append(Step("exit", {"how": how}, said=ending))
        return ending

    def left(self, path: str) -> Stat | None:
        """What stands at a path after the trial's process has ended."""
        facts = self.trials.session.observe("stat", path=path, follow=False)
        found = Stat(*facts) if facts else None
        self.trials.steps.append(Step("stat", {"path": path}, said=str(found)))
        return found

    def left_in(self, path: str) -> list[tuple[str, str, int]]:
        """What is below a directory after the trial's process has ended: name, kind, permissions."""
        found = self.trials.session.observe("tree", path=path)
        self.trials.steps.append(Step("tree", {"path": path}, found))
        return [(str(name), str(kind), int(mode)) for name, kind, mode in found]


class File:
    """A file object that the implementation returned, by reference."""

    def __init__(self, trial: Trial, ref: Ref) -> None:
        self.trial = trial
        self.ref = ref

    def do(self, method: str, *arguments: Any, **keywords: Any) -> Any:
        """Calls one of its methods. Raises `Raised` with what it raised."""
        return self.trial.do("method", object=self.ref, name=method, arguments=list(arguments), keywords=keywords)

    def error(self, method: str, *arguments: Any) -> ErrorInfo | None:
        """The exception that a method raises, or None."""
        try:
            self.do(method, *arguments)
        except Raised as raised:
            return raised.error
        return None

    def write(self, data: bytes | str) -> None:
        """Writes data."""
        self.do("write", data)

    def read(self, size: int = -1) -> bytes:
        """Reads bytes."""
        return self.trial.as_bytes(self.do("read", size))

    def seek(self, offset: int, whence: int = 0) -> None:
        """Moves the position."""
        self.do("seek", offset, whence)

    def tell(self) -> int:
        """The position."""
        return int(self.do("tell"))

    def flush(self) -> None:
        """Sends what is buffered to the file."""
        self.do("flush")

    def close(self) -> None:
        """Closes it."""
        self.do("close")

    def fileno(self) -> int:
        """Its descriptor."""
        number = self.do("fileno")
        require(isinstance(number, int) and not isinstance(number, bool), "a descriptor from fileno()", show(number))
        return int(number)

    def get(self, name: str) -> Any:
        """One of its attributes."""
        return self.trial.do("get", object=self.ref, name=name)

    def has(self, name: str) -> bool:
        """Whether it has an attribute."""
        return bool(self.trial.do("has", object=self.ref, name=name))

    @property
    def name(self) -> str:
        """Its attribute name, as text."""
        return self.trial.text(self.get("name"))

    def enter(self) -> File:
        """Enters a with statement; the file object that it gives."""
        value = self.trial.do("enter", object=self.ref)
        if not isinstance(value, Ref):
            raise Broken("a file object from the with statement", show(value))
        return File(self.trial, value)

    def leave(self, *, raising: bool = False) -> Any:
        """Leaves the with statement, normally or by a ValueError; what __exit__ returned."""
        return self.trial.do("leave", object=self.ref, raising=raising)

    def drop(self) -> None:
        """Forgets it and lets it be collected."""
        self.trial.do("drop", object=self.ref)

    def is_true_file(self) -> bool:
        """Whether it is a file object of the language itself, no wrapper."""
        return bool(self.trial.do("describe", object=self.ref)[1])

    def classes(self) -> list[str]:
        """The qualified names of its classes, most special first."""
        return [str(item) for item in self.trial.do("describe", object=self.ref)[0]]
