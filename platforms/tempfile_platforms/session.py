"""The conversation with one agent: started, kept to the protocol, timed, killed whole and started again."""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from tempfile_platforms.protocol import (
    LINE_LIMIT,
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

START_TIMEOUT = 30.0
"""Seconds an agent may take to start and import the implementation, unless the caller's own limit is longer."""

STDERR_KEPT = 8192
"""Bytes of the agent's standard error that are kept for a message."""


@dataclass(frozen=True)
class Agent:
    """How an agent is started and what it is asked to host.

    `command` is the program with its arguments; `implementation` and `path` are handed over in the handshake.
    """

    command: tuple[str, ...]
    implementation: str
    path: tuple[str, ...] = ()


@dataclass(frozen=True)
class Hello:
    """The agent's description of itself, of the implementation it hosts, and of what it can do."""

    agent: dict[str, Any]
    implementation: dict[str, Any]
    runtime: dict[str, Any]
    abilities: frozenset[str]
    sensor: str | None

    @property
    def functions(self) -> frozenset[str]:
        """The functions that the implementation declares."""
        return frozenset(self.implementation.get("functions", ()))

    @property
    def variables(self) -> frozenset[str]:
        """The module variables that the implementation declares."""
        return frozenset(self.implementation.get("variables", ()))


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
        self._lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()
        self._stderr: deque[bytes] = deque(maxlen=64)
        self._ids = itertools.count(1)
        self._begun: int | None = None
        self._trial_pid: int | None = None
        self.hello = self._start()

    # --- one agent process

    def _start(self) -> Hello:
        environment = dict(os.environ, PYTHONDONTWRITEBYTECODE="1", TEMPFILE_CONFORMANCE=self.marker)
        if sys.platform.startswith("linux"):
            # Otherwise the oldest Pythons take file names for ASCII where no locale is set.
            environment["LC_ALL"] = "C.UTF-8"
        try:
            self._process = subprocess.Popen(
                self.agent.command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=self.scratch,
                env=environment,
                start_new_session=True,
            )
        except OSError as error:
            raise StartError(f"cannot start {self.agent.command[0]}: {error.strerror or error}") from error
        self._lines = queue.SimpleQueue()
        self._stderr = deque(maxlen=64)
        self._begun = None
        assert self._process.stdout is not None
        assert self._process.stderr is not None
        threading.Thread(target=_read_lines, args=(self._process.stdout, self._lines), daemon=True).start()
        threading.Thread(target=_read_tail, args=(self._process.stderr, self._stderr), daemon=True).start()
        name = self.agent.implementation
        try:
            raw = self._request(
                "hello",
                {"protocol": VERSION, "implementation": name, "path": list(self.agent.path)},
                max(START_TIMEOUT, self.timeout),
            )
            hello = _read_hello(raw)
        except Raised as raised:
            self._kill()
            where = f" ({raised.error.where})" if raised.error.where else ""
            raise StartError(f"cannot import {name!r}: {raised.error}{where}") from raised
        except Died as died:
            self._kill()
            raise StartError(f"the agent ended before it answered: {died.how}{_quoted(died.stderr)}") from died
        except TimedOut as error:
            raise StartError(f"the agent did not answer the handshake within {START_TIMEOUT:g} s") from error
        except Misbehaved as error:
            raise StartError(f"the agent does not speak the protocol: {error}") from error
        except Refused as error:
            self._kill()
            raise StartError(f"the agent refused the handshake: {error}") from error
        except BaseException:
            self._kill()
            raise
        if self._isolation == "auto":
            self._isolation = "fork" if "fork" in hello.abilities else "process"
        return hello

    def _kill(self) -> None:
        """Ends every process of the agent and of its trial, and waits for them."""
        process, self._process = self._process, None
        trial, self._trial_pid, self._begun = self._trial_pid, None, None
        if process is None:
            return
        groups = [process.pid] if trial is None else [trial, process.pid]
        for group in groups:
            if hasattr(os, "killpg"):
                with contextlib.suppress(OSError):
                    os.killpg(group, signal.SIGKILL)
        with contextlib.suppress(OSError):
            process.kill()
        process.wait()
        for stream in (process.stdin, process.stdout, process.stderr):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()

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
        try:
            self._process.stdin.write(message)
            self._process.stdin.flush()
        except OSError as error:
            raise self._ended() from error
        reply = self._reply(number, timeout, operation)
        if "ok" in reply:
            return reply["ok"]
        if "error" in reply and isinstance(reply["error"], dict):
            raise Raised(ErrorInfo.read(reply["error"]))
        if "refused" in reply:
            raise Refused(str(reply["refused"]))
        raise self._misbehaved(f"a reply with neither ok, error nor refused: {_short(json.dumps(reply))}")

    def _reply(self, number: int, timeout: float, operation: str) -> dict[str, Any]:
        while True:
            try:
                line = self._lines.get(timeout=timeout)
            except queue.Empty:
                self._kill()
                raise TimedOut(f"no answer to {operation!r} within {timeout:g} s") from None
            if line is None:
                raise self._ended()
            if not line.strip():
                continue
            if len(line) > LINE_LIMIT:
                raise self._misbehaved(f"a message of more than {LINE_LIMIT} bytes")
            try:
                reply = json.loads(line)
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
        stderr = self.stderr()
        self._kill()
        if code is None:
            return Died("the agent closed its output", stderr)
        return Died(_how({"signal": -code} if code < 0 else {"status": code}), stderr)

    def _misbehaved(self, what: str) -> Misbehaved:
        self._kill()
        return Misbehaved(f"the agent sent {what}")

    def stderr(self) -> str:
        """The end of what the agent wrote to its standard error, for a message."""
        return b"".join(self._stderr)[-STDERR_KEPT:].decode("utf-8", "replace")

    # --- trials

    def begin(self, **scene: Any) -> Path:
        """Starts a trial and returns its private directory.

        `scene` are the fields of the protocol's `begin` but the directory. Raises `Refused` when this host cannot set
        the scene, `Exhausted` when the agent has been restarted too often.
        """
        if self._begun is not None:
            self.end()
        if self._process is None:
            self._restart()
        self.trials += 1
        directory = self.scratch / f"t{self.trials:06d}"
        try:
            reply = self._request(
                "begin", {"directory": str(directory), "isolation": self._isolation, **scene}, self.timeout
            )
        except Refused:
            self._await_end()
            raise
        self._trial_pid = reply.get("pid") if isinstance(reply, dict) and self._isolation == "fork" else None
        return directory

    def _restart(self) -> None:
        if self._isolation != "process":
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
        raw = self._request(operation, fields, self.timeout if timeout is None else timeout)
        try:
            return decode(raw)
        except ValueError as error:
            raise self._misbehaved(f"a {error}") from error

    def finish(self, operation: str, timeout: float | None = None, **fields: Any) -> str:
        """Sends a request that ends the trial (`end`, `exit`) and returns how its process ended."""
        try:
            self._request(operation, fields, self.timeout if timeout is None else timeout)
        except Died as died:
            if self._isolation == "process":
                self._kill()
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
        shutil.rmtree(self.scratch, ignore_errors=True)


def agent_for_python(executable: str, implementation: str, path: Sequence[str] = ()) -> Agent:
    """The Python agent under the given interpreter, hosting a module by name or a `.py` file by path."""
    program = Path(__file__).with_name("agents") / "python_agent.py"
    return Agent((executable, "-B", str(program)), implementation, tuple(path))


def _read_lines(stream: IO[bytes], lines: queue.SimpleQueue[bytes | None]) -> None:
    with contextlib.suppress(OSError, ValueError):
        while line := stream.readline(LINE_LIMIT + 2):
            lines.put(line)
            if len(line) > LINE_LIMIT:
                break
    lines.put(None)


def _read_tail(stream: IO[bytes], tail: deque[bytes]) -> None:
    with contextlib.suppress(OSError, ValueError):
        while chunk := os.read(stream.fileno(), 4096):
            tail.append(chunk)


def _read_hello(raw: Any) -> Hello:
    if not isinstance(raw, dict) or raw.get("protocol") != VERSION:
        raise Misbehaved(f"the handshake names protocol {raw.get('protocol') if isinstance(raw, dict) else raw!r}")
    for key in ("agent", "implementation", "runtime"):
        if not isinstance(raw.get(key), dict):
            raise Misbehaved(f"the handshake lacks the object {key!r}")
    return Hello(
        agent=raw["agent"],
        implementation=raw["implementation"],
        runtime=raw["runtime"],
        abilities=frozenset(map(str, raw.get("abilities", ()))),
        sensor=raw.get("sensor"),
    )


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
