"""The conversation with one agent: started, kept to the protocol, timed, killed whole and started again."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import signal
import subprocess
import sys
import threading
from collections import deque
from dataclasses import replace
from pathlib import Path
from typing import Any

from tempfile_platforms import block_groups, kernel_sensor, pipes, processors, seccomp
from tempfile_platforms.handshake import Agent, Hello, read_hello
from tempfile_platforms.protocol import (
    RACING,
    VERSION,
    Died,
    ErrorInfo,
    Exhausted,
    Misbehaved,
    Raised,
    Refused,
    StartError,
    TimedOut,
    decode,
)
from tempfile_platforms.removal import remove_tree

START_TIMEOUT = 30.0
"""Seconds an agent may take to start and import the implementation, unless the caller's own limit is longer."""

STDERR_KEPT = 8192
"""Bytes of the agent's standard error that are kept for a message."""


class Session:
    """One agent, kept alive over many trials.

    `scratch` is an existing directory of this session's own; every trial gets a new directory below it. `timeout` is
    in seconds, for one request. `restarts` is how often the agent may be started again after it hung or died.
    `isolation` is "fork" (a trial is a fork of the warm agent), "process" (a new agent each), or "auto".
    `marker` stands in the environment of every process of the agent, so that none of them can be lost sight of.
    """

    def __init__(
        self,
        agent: Agent,
        scratch: Path,
        *,
        timeout: float = 10.0,
        restarts: int = 10,
        isolation: str = "auto",
        marker: str = "",
    ) -> None:
        self.agent = agent
        self.marker = marker or scratch.name
        self.scratch = scratch
        self.timeout = timeout
        self.trials = 0
        self._budget = restarts
        self._isolation = isolation
        self._process: subprocess.Popen[bytes] | None = None
        self._lines: pipes.Lines | None = None
        self._stderr: deque[bytes] = deque(maxlen=64)
        self._ids = itertools.count(1)
        self._begun: int | None = None
        self._trial_pid: int | None = None
        self._planned = False
        self._last: Path | None = None
        self._sensor: kernel_sensor.KernelSensor | None = None
        self._by_kernel = agent.sensor == "seccomp"
        block_groups.spread(scratch)
        self.hello = self._start()
        if self.hello.sensor is None and agent.sensor == "auto" and not (agent.launcher or seccomp.obstacle()):
            self._kill()
            self._by_kernel = True
            self.hello = self._start()

    # --- one agent process

    def _launch(self, environment: dict[str, str]) -> subprocess.Popen[bytes]:
        options: dict[str, Any] = {"cwd": self.scratch, "env": environment, "start_new_session": True}
        options |= dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
        if not self._by_kernel:
            return subprocess.Popen(self.agent.command, **options)
        if self.agent.launcher is not None:
            raise OSError("its system calls are not those of this system")
        process, self._sensor = kernel_sensor.start(self.agent.command, **options)
        return process

    def _start(self) -> Hello:
        environment = dict(os.environ, PYTHONDONTWRITEBYTECODE="1", TEMPFILE_CONFORMANCE=self.marker)
        # For agents that are started often and do not want to be compiled each time.
        environment["TEMPFILE_CONFORMANCE_CODE"] = self.agent.inside(str(self.scratch / "agent.code"))
        if sys.platform.startswith("linux"):
            # Otherwise the oldest Pythons take file names for ASCII where no locale is set.
            environment["LC_ALL"] = "C.UTF-8"
        if self.agent.launcher is not None:
            environment.update(self.agent.launcher.environment)
        try:
            if self.agent.launcher is not None:
                self.agent.launcher.ready()
            self._process = self._launch(environment)
        except OSError as error:
            raise StartError(f"cannot start {self.agent.command[0]}: {error.strerror or error}") from error
        self._stderr = deque(maxlen=64)
        self._begun = None
        self._planned = False
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        self._lines = pipes.lines(self._process.stdout)
        self._listener = threading.Thread(
            target=pipes.read_tail, args=(self._process.stderr, self._stderr), daemon=True
        )
        self._listener.start()
        name = self.agent.implementation
        limit = max(START_TIMEOUT, self.timeout)
        try:
            raw = self._request(
                "hello", {"protocol": VERSION, "implementation": name, "path": list(self.agent.path)}, limit
            )
            hello = read_hello(raw)
        except Raised as raised:
            self._kill()
            where = f" ({raised.error.where})" if raised.error.where else ""
            raise StartError(f"cannot import {name!r}: {raised.error}{where}") from raised
        except Died as died:
            self._kill()
            raise StartError(f"the agent ended before it answered: {died.how}{_quoted(died.stderr)}") from died
        except TimedOut as error:
            raise StartError(f"the agent did not answer the handshake within {limit:g} s") from error
        except Misbehaved as error:
            self._kill()
            raise StartError(f"the agent does not speak the protocol: {error}") from error
        except Refused as error:
            self._kill()
            raise StartError(f"the agent refused the handshake: {error}") from error
        except BaseException:
            self._kill()
            raise
        if self._sensor is not None:
            hello = replace(hello, sensor=self._sensor.NAME, abilities=hello.abilities | {"fault"})
            self._sensor.spared = self._process.pid if "fork" in hello.abilities else None
        if self._isolation == "auto":
            self._isolation = "fork" if hello.abilities & {"fork", "renew"} else "process"
        return hello

    def _kill(self) -> None:
        """Ends every process of the agent and of its trial, and waits for them."""
        process, self._process = self._process, None
        sensor, self._sensor = self._sensor, None
        trial, self._trial_pid, self._begun = self._trial_pid, None, None
        if process is None:
            return
        if hasattr(os, "killpg"):
            for group in ([] if trial is None else [trial]) + [process.pid]:
                with contextlib.suppress(OSError):
                    os.killpg(group, signal.SIGKILL)
            # A trial is a group of its own, and one that never answered `begin` has not been named yet.
            for member in _members(process.pid):
                with contextlib.suppress(OSError):
                    os.kill(member, signal.SIGKILL)
        with contextlib.suppress(OSError):
            process.kill()
        process.wait()
        if sensor is not None:
            sensor.close()
        # Standard error belongs to the thread that reads it: what still holds a pipe must hold up nobody here.
        if process.stdin is not None:
            with contextlib.suppress(OSError):
                process.stdin.close()
        if self._lines is not None:
            self._lines.close()

    def close(self) -> None:
        """Ends the agent. May be called more than once."""
        self._kill()

    # --- messages

    def _request(self, operation: str, fields: dict[str, Any], timeout: float) -> Any:
        if self._process is None or self._process.stdin is None:
            raise Died("the agent is not running")
        number = next(self._ids)
        message = json.dumps({"id": number, "op": operation, **fields}).encode("ascii") + b"\n"
        if operation == "begin":
            self._begun = number
        if self._sensor is not None:
            self._sensor.expect(operation)
        try:
            sent = pipes.write(self._process.stdin.fileno(), message, timeout)
        except OSError as error:
            raise self._ended() from error
        if not sent:
            self._kill()
            raise TimedOut(operation, timeout)
        reply = self._reply(number, timeout, operation)
        if "ok" in reply:
            return reply["ok"]
        if "error" in reply and isinstance(reply["error"], dict):
            try:
                info = ErrorInfo.read(reply["error"])
            except (TypeError, ValueError, RecursionError):
                raise self._misbehaved(f"a malformed error: {_short(json.dumps(reply))}") from None
            raise Raised(info)
        if "refused" in reply:
            raise Refused(str(reply["refused"]))
        raise self._misbehaved(f"a reply with neither ok, error nor refused: {_short(json.dumps(reply))}")

    def _reply(self, number: int, timeout: float, operation: str) -> dict[str, Any]:
        try:
            line = self._lines.get(timeout) if self._lines is not None else None
        except TimeoutError:
            self._kill()
            raise TimedOut(operation, timeout) from None
        except pipes.TooLong as error:
            raise self._misbehaved(str(error)) from None
        if line is None:
            raise self._ended()
        try:
            # Told, not guessed: the protocol knows one encoding.
            reply = json.loads(line.decode("utf-8", "surrogatepass"))
        except (ValueError, RecursionError):
            raise self._misbehaved(f"a line that is not JSON: {_short(line.decode('utf-8', 'replace'))}") from None
        if not isinstance(reply, dict):
            raise self._misbehaved(f"a message that is no object: {_short(line.decode('utf-8', 'replace'))}")
        if "ended" in reply and reply.get("id") == self._begun:
            self._begun, self._trial_pid = None, None
            raise Died(_how(reply["ended"]), self.stderr())
        if reply.get("id") != number:
            raise self._misbehaved(f"an answer with id {reply.get('id')!r} where {number} was asked")
        return reply

    def _ended(self) -> Died:
        process = self._process
        code: int | None = None
        if process is not None:
            try:
                code = process.wait(timeout=1)
            except subprocess.TimeoutExpired:
                code = None
        self._listener.join(0.2)
        stderr = self.stderr()
        # Where a trial is no fork of its agent, its end is that of the agent, and no fault of it.
        planned = self._begun is not None and (self._isolation == "process" or "renew" in self.hello.abilities)
        self._kill()
        self._planned = planned
        if code is None:
            return Died("the agent closed its output", stderr)
        return Died(_how({"signal": -code} if code < 0 else {"status": code}), stderr)

    def _misbehaved(self, what: str) -> Misbehaved:
        self._kill()
        return Misbehaved(f"the agent sent {what}")

    def stderr(self) -> str:
        """The end of what the agent wrote to its standard error, for a message."""
        return b"".join(self._stderr)[-STDERR_KEPT:].decode("utf-8", "replace")

    @property
    def trial_pid(self) -> int | None:
        """The process of the trial under way, where it is not the agent's own."""
        return self._trial_pid

    # --- trials

    def begin(self, **scene: Any) -> Path:
        """Starts a trial and returns its private directory.

        `scene` are the fields of the protocol's `begin` but the directory. Raises `Refused` when this host cannot set
        the scene, `Exhausted` when the agent has been restarted too often.
        """
        if self._begun is not None:
            self.end()
        if self._last is not None and (self._process is None or self._isolation == "process"):
            # The agent that would have swept it is gone.
            remove_tree(self._last)
        if self._process is None:
            self._restart()
        self.trials += 1
        directory = self._last = self.scratch / f"t{self.trials:06d}"
        try:
            place = self.agent.inside(str(directory))
            reply = self._request("begin", {"directory": place, "isolation": self._isolation, **scene}, self.timeout)
        except Refused:
            self._await_end()
            raise
        pid = reply.get("pid") if isinstance(reply, dict) and self._isolation == "fork" else None
        self._trial_pid = pid if self._process is not None and _belongs(pid, self._process.pid) else None
        return directory

    def _restart(self) -> None:
        if not self._planned:
            self._budget -= 1
        if self._budget < 0:
            raise Exhausted("the agent hung or died too often; the rest was not tried")
        try:
            self._start()
        except StartError as error:
            raise Exhausted(f"the agent could not be started again: {error}") from error

    def request(self, operation: str, timeout: float | None = None, **fields: Any) -> Any:
        """Carries out one operation of the protocol and returns its value, decoded.

        Raises `Raised` when the implementation (or the operating system) raised, `Died` when the process ended,
        `TimedOut`, `Misbehaved`, `Refused`.
        """
        if self._sensor is not None and operation in kernel_sensor.OPERATIONS:
            return self._sensor.answer(operation, fields)
        if operation in RACING and self._process is not None:
            # What is to race shall really do so.
            processors.let_spread(self._trial_pid or self._process.pid)
        raw = self._request(operation, fields, self.timeout if timeout is None else timeout)
        try:
            return decode(raw)
        except ValueError as error:
            raise self._misbehaved(f"a {error}") from error
        except RecursionError:
            raise self._misbehaved("a value that is nested too deeply") from None

    def finish(self, operation: str, timeout: float | None = None, **fields: Any) -> str:
        """Sends a request that ends the trial (`end`, `exit`) and returns how its process ended."""
        try:
            self._request(operation, fields, self.timeout if timeout is None else timeout)
        except Died as died:
            if self._isolation == "process":
                self._kill()
            if self._process is None:
                # Where a trial is no process, an end that only a process can have takes the agent with it.
                self._planned = True
            return died.how
        raise self._misbehaved(f"an answer to {operation!r}, which ends the trial")

    def end(self) -> None:
        """Ends the trial that is under way, if any; its directory is swept when the next one begins."""
        if self._begun is None or self._process is None:
            return
        with contextlib.suppress(Died, Refused):
            self.finish("end")

    def _await_end(self) -> None:
        """After a refused `begin`, the trial's process still reports its end."""
        if self._isolation == "process":
            self._kill()
            self._planned = True
            return
        with contextlib.suppress(Died):
            self._reply(-1, self.timeout, "begin")

    def observe(self, operation: str, **fields: Any) -> Any:
        """An observation after a trial's process has ended, by the warm agent (or, without one, by a new one)."""
        if self._process is None:
            self._restart()
        return self.request(operation, **fields)

    def sweep(self) -> None:
        """Removes what the trials left in the scratch directory. For the end of a session."""
        remove_tree(self.scratch)


def _members(session: int) -> list[int]:
    """The processes of a process session, as far as the system tells (Linux)."""
    found = []
    for name in os.listdir("/proc") if sys.platform.startswith("linux") else ():
        if name.isdigit() and _belongs(int(name), session):
            found.append(int(name))
    return found


def _belongs(pid: Any, session: int) -> bool:
    """Whether a process is one of a process session: an agent may only name its own."""
    if type(pid) is not int or pid <= 1 or not hasattr(os, "getsid"):
        return False
    try:
        return os.getsid(pid) == session
    except (OSError, OverflowError):
        return False


def _how(ended: Any) -> str:
    if isinstance(ended, dict) and ended.get("signal"):
        try:
            name = signal.Signals(int(ended["signal"])).name
        except ValueError:
            name = f"signal {ended['signal']}"
        return f"killed by {name}"
    status = ended.get("status") if isinstance(ended, dict) else ended
    return f"exit status {status}"


def _short(text: str) -> str:
    return repr(text if len(text) <= 120 else text[:117] + "...")


def _quoted(stderr: str) -> str:
    lines = [line for line in stderr.splitlines() if line.strip()]
    return f"; it said: {_short(lines[-1])}" if lines else ""
