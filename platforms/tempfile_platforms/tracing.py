"""The system calls of one process, by strace: what an implementation does, whatever language it is written in."""

from __future__ import annotations

import contextlib
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ATTACH_TIMEOUT = 10.0
"""Seconds that strace may take to attach."""


class NoTrace(Exception):
    """The process cannot be traced here; the message says why."""


@contextlib.contextmanager
def traced(pid: int, calls: str, output: Path, inject: str = "") -> Iterator[list[str]]:
    """Traces a process and its children while the context lasts; the list is filled when it ends.

    `calls` is what strace takes after `trace=`, such as "%file"; `output` is a file to be used for it. With `inject`,
    such as "error=EIO", strace does that to each of the calls instead of letting it through. Raises `NoTrace` where
    strace is absent or may not attach.
    """
    program = shutil.which("strace") if sys.platform.startswith("linux") else None
    if program is None:
        raise NoTrace("strace is not installed (Debian: apt-get install strace)")
    # With -y a descriptor comes with the path that it stands for.
    command = [program, "-f", "-y", "-s", "4096", "-e", f"trace={calls}", "-o", str(output), "-p", str(pid)]
    if inject:
        command[1:1] = ["-e", f"inject={calls}:{inject}"]
    with subprocess.Popen(command, stdin=subprocess.DEVNULL, stderr=subprocess.PIPE, start_new_session=True) as tracer:
        lines: list[str] = []
        try:
            assert tracer.stderr is not None
            said = tracer.stderr.readline().decode("utf-8", "replace")
            if "attached" not in said:
                raise NoTrace(f"strace could not attach: {said.strip()}")
            yield lines
        finally:
            # Asked to stop, it lets the process go and writes what it has.
            tracer.send_signal(signal.SIGINT)
            try:
                tracer.wait(ATTACH_TIMEOUT)
            except subprocess.TimeoutExpired:
                tracer.kill()
            if output.exists():
                lines += output.read_text("utf-8", "replace").splitlines()
                output.unlink()
