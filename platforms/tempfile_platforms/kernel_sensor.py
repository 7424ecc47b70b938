"""The sensor for agents that have none: it sees the system calls themselves, whatever language makes them.

It answers the adversary's operations of the protocol (`watch`, `ambush`, `fault` and what ends each) in the agent's
place, by what `seccomp` tells it.
"""

from __future__ import annotations

import contextlib
import errno
import os
import signal
import socket
import stat
import subprocess
import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tempfile_platforms import seccomp
from tempfile_platforms.protocol import WORK, Refused
from tempfile_platforms.seccomp import Listener, Notice
from tempfile_platforms.system_calls import Call, read

OPERATIONS = frozenset({"watch", "sensed", "ambush", "ambushed", "fault", "struck"})
"""What is answered here instead of by the agent."""

VICTIMS = ("symlink", "symlink-to-directory", "dangling", "hardlink", "swapped")
"""The occupants that lead to something else, which has to be named."""

OCCUPANTS = ("free", "file", "directory", "fifo", "socket", "gone", *VICTIMS)
"""What can be put at a name, as the protocol says."""

START_PATIENCE = 10.0
"""Seconds until an agent's calls must be told."""

PATIENCE = 1.0
"""Seconds after which is looked whether the session has ended."""


@dataclass
class _Watch:
    directory: str
    kinds: list[str]
    always: bool
    at: str
    mode: int
    owner: dict[str, int] | None
    victims: dict[str, str]
    events: list[dict[str, Any]] = field(default_factory=list)
    problem: str = ""


@dataclass
class _Ambush:
    path: str
    nth: int
    aside: str
    target: str
    seen: int = 0


@dataclass
class _Fault:
    call: str
    nth: int = 1
    times: int = 1
    errno: str = ""
    ends: str = ""
    after: bool = False
    seen: int = 0
    struck: int = 0


def start(program: Sequence[str], **options: Any) -> tuple[subprocess.Popen[bytes], KernelSensor]:
    """Starts an agent with a sensor of its own; `options` are `Popen`'s. Raises OSError."""
    mine, its = socket.socketpair()
    with mine, its:
        number = its.fileno()
        process = subprocess.Popen(seccomp.command(program, number), pass_fds=[number], **options)
        its.close()
        listener = seccomp.receive(mine, START_PATIENCE)
    if listener is None:
        process.kill()
        said = process.communicate()[1].decode("utf-8", "replace").strip()
        raise OSError(said or "the kernel does not tell its system calls")
    return process, KernelSensor(listener)


class KernelSensor:
    """Answers every call that the processes of one agent make, in a thread of its own, until they are gone."""

    NAME = "seccomp"

    spared: int | None = None
    """The process of an agent that forks its trials: what it does by itself is none of the implementation's doing."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._lock = threading.Lock()
        self._closed = self._working = False
        self._reset()
        threading.Thread(target=self._serve, daemon=True).start()

    def expect(self, operation: str) -> None:
        """Says what the agent is about to be asked for. A new trial begins with everything disarmed."""
        self._working = operation in WORK
        if operation == "begin":
            self._reset()

    def _reset(self) -> None:
        self._watch: _Watch | None = None
        self._ambush: _Ambush | None = None
        self._faults: list[_Fault] = []
        self._place = ""
        self._doomed: dict[int, str] = {}
        self._problem = ""

    def close(self) -> None:
        """Ends the thread, soon. The agent must be gone, or is not answered any more."""
        self._closed = True

    # --- the conversation

    def answer(self, operation: str, request: dict[str, Any]) -> Any:
        """Carries out one of `OPERATIONS`; the value of its reply. Raises `Refused`."""
        with self._lock:
            if self._problem:
                raise Refused(self._problem)
            return getattr(self, f"_{operation}_asked")(request)

    def _watch_asked(self, request: dict[str, Any]) -> None:
        kinds, victims = list(request.get("occupants", ())), dict(request.get("victims", {}))
        for kind in kinds:
            if kind not in OCCUPANTS or (kind in VICTIMS and kind not in victims):
                raise Refused(f"no occupant of kind {kind!r}, or no victim for it")
        self._watch = _Watch(
            request["directory"],
            kinds,
            bool(request.get("always")),
            request.get("at", "create"),
            request.get("mode", 0o644),
            request.get("owner"),
            victims,
        )

    def _sensed_asked(self, _: dict[str, Any]) -> list[dict[str, Any]]:
        watch, self._watch = self._watch, None
        if watch is None:
            raise Refused("nothing is watched")
        if watch.problem:
            raise Refused(watch.problem)
        return watch.events

    def _ambush_asked(self, request: dict[str, Any]) -> None:
        self._ambush = _Ambush(request["path"], request["nth"], request["aside"], request["target"])

    def _ambushed_asked(self, _: dict[str, Any]) -> int:
        ambush, self._ambush = self._ambush, None
        return ambush.seen if ambush else 0

    def _fault_asked(self, request: dict[str, Any]) -> None:
        plan = []
        for item in request["plan"]:
            if item.get("interrupt"):
                raise Refused("what is raised inside a language cannot come from outside")
            if item.get("after") and not item.get("ends") and item["call"] not in AFTER:
                raise Refused(f"from outside, {item['call']} cannot be let fail after it was carried out")
            if item["call"] not in FAULTS or not (item.get("ends") or hasattr(errno, str(item.get("errno")))):
                raise Refused(f"no call {item['call']!r} to fail, or no error {item.get('errno')!r}")
            plan.append(_Fault(**{key: value for key, value in item.items() if key != "interrupt" and value}))
        self._faults, self._place = plan, request["directory"]

    def _struck_asked(self, _: dict[str, Any]) -> list[list[int]]:
        plan, self._faults = self._faults, []
        return [[fault.seen, fault.struck] for fault in plan]

    # --- the calls

    def _serve(self) -> None:
        try:
            while not self._closed:
                notice = self._listener.take(PATIENCE)
                if notice is not None:
                    self._listener.answer(notice, self._told(notice))
        except (EOFError, OSError):
            pass
        finally:
            self._listener.close()

    def _told(self, notice: Notice) -> int:
        """What to answer a call: an errno, or 0 to let it through."""
        if how := self._doomed.pop(notice.pid, ""):
            return self._end(Call(notice.pid, "", notice.call), how)
        armed = self._watch or self._ambush or self._faults
        if not (armed and self._working) or notice.pid == self.spared:
            return 0
        try:
            with self._lock:
                calls = read(notice)
                if not self._listener.waits(notice):
                    return 0
                return next(filter(None, map(self._answered, calls)), 0)
        except OSError:
            # Nothing can be said of the process, most likely because it is gone.
            return 0
        except Exception as error:
            # Whoever waits must not wait for ever.
            self._problem = f"the call {notice.call} could not be understood: {error!r}"
            return 0

    def _answered(self, call: Call) -> int:
        if self._ambush is not None and call.place:
            self._approach(self._ambush, call)
        if self._watch is not None:
            self._see(self._watch, call)
        for fault in self._faults:
            if fault.call == call.kind and call.below(self._place):
                fault.seen += 1
                if 0 <= fault.seen - fault.nth < fault.times:
                    fault.struck += 1
                    return self._strike(fault, call)
        return 0

    @staticmethod
    def _approach(ambush: _Ambush, call: Call) -> None:
        if call.name != os.path.basename(ambush.path.rstrip("/")):
            return
        ambush.seen += 1
        if ambush.seen == ambush.nth:
            with contextlib.suppress(OSError):  # it is gone already: the attack comes too late
                os.rename(call.outside(ambush.path), call.outside(ambush.aside))
                os.symlink(ambush.target, call.outside(ambush.path))
                _give(call, call.outside(ambush.path), None)

    @staticmethod
    def _see(watch: _Watch, call: Call) -> None:
        if call.kind == "chmod":
            with contextlib.suppress(OSError):
                mode = stat.S_IMODE(os.stat(call.place or call.descriptor).st_mode)
                watch.events.append({"what": "chmod", "call": "chmod", "mode": mode, "planted": None, "full": None})
            return
        what = {"create": "create", "mkdir": "create"}.get(call.kind) or ("look" if call.looks else None)
        if what is None or not call.place or not call.inside(watch.directory):
            return
        full = os.path.join(watch.directory, call.name)
        event: dict[str, Any] = {"what": what, "call": call.made_by, "path": call.path, "full": full, "planted": None}
        event["flags"] = call.flags
        watch.events.append(event)
        if watch.at != what or not watch.kinds or os.path.lexists(call.place):
            return
        kind = watch.kinds[0]
        if not watch.always or len(watch.kinds) > 1:
            watch.kinds = watch.kinds[1:]
        if kind == "free":
            return
        try:
            _plant(kind, call, watch)
            event["planted"] = kind
        except OSError as error:
            watch.problem = f"no {kind} could be planted: {error}"

    @staticmethod
    def _end(call: Call, how: str) -> int:
        # From outside, `_exit` is SIGKILL: neither winds anything up.
        call.kill(signal.SIGKILL if how == "_exit" else getattr(signal, how))
        return errno.EINTR

    def _strike(self, fault: _Fault, call: Call) -> int:
        if fault.ends and fault.after:
            # It is let through, and gets no further than to its next call.
            self._doomed[call.process] = fault.ends
            return 0
        if fault.ends:
            return self._end(call, fault.ends)
        if fault.after:
            AFTER[fault.call](call.place)
        return int(getattr(errno, fault.errno))


FAULTS = frozenset(
    {"create", "tmpfile", "open", "mkdir", "unlink", "rmdir", "stat", "lstat", "chmod"}
    | {"write", "fsync", "close", "getcwd", "fdopen"}
)
"""The calls of the protocol that may be planned; `fdopen` is no call of the system and never seen."""

AFTER = {"unlink": os.unlink, "rmdir": os.rmdir}
"""Those that can be carried out in the implementation's place first."""


def _plant(kind: str, call: Call, watch: _Watch) -> None:
    """Puts an occupant where a call is about to create a name, as a process of the trial's user would."""
    if kind in ("gone", "swapped"):
        directory = call.outside(watch.directory.rstrip("/"))
        os.rename(directory, directory + ".aside")
        if kind == "swapped":
            os.symlink(watch.victims[kind], directory)
            _give(call, directory, None)
        return
    mask = call.umask
    modes = {"file": watch.mode, "directory": 0o777, "fifo": 0o644, "socket": 0o777}
    if kind == "file":
        Path(call.place).write_bytes(b"occupied")
    elif kind == "directory":
        os.mkdir(call.place)
    elif kind == "hardlink":
        os.link(call.outside(watch.victims[kind]), call.place)
        return
    elif kind == "fifo":
        os.mkfifo(call.place)
    elif kind == "socket":
        os.mknod(call.place, stat.S_IFSOCK | 0o777)
    else:
        os.symlink(watch.victims[kind], call.place)
    if kind in modes:
        os.chmod(call.place, modes[kind] & ~mask)
    _give(call, call.place, watch.owner)


def _give(call: Call, place: str, owner: dict[str, int] | None) -> None:
    uid, gid = (owner["uid"], owner["gid"]) if owner else call.user
    if (uid, gid) != (os.geteuid(), os.getegid()):
        os.lchown(place, uid, gid)
