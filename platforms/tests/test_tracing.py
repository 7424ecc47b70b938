"""Tests of tracing: the system calls of a process, or a clear reason why not."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from tempfile_platforms import tracing

WAITS = """
import os, sys
print("ready", flush=True)
sys.stdin.readline()
os.path.exists("/a-name-nobody-has")
print("done", flush=True)
sys.stdin.readline()
"""


@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_the_calls_of_a_process_are_seen(tmp_path: Path) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WAITS],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdout.readline()
        try:
            with tracing.traced(process.pid, "%file", tmp_path / "trace") as lines:
                process.stdin.write("\n")
                process.stdin.flush()
                process.stdout.readline()
        except tracing.NoTrace as error:
            pytest.skip(f"tracing is not allowed here: {error}")
        finally:
            process.stdin.close()
    assert any("/a-name-nobody-has" in line for line in lines)
    assert not (tmp_path / "trace").exists()


def test_without_strace_the_reason_says_what_to_install(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shutil, "which", lambda name: None)
    with pytest.raises(tracing.NoTrace, match="strace"), tracing.traced(1, "%file", tmp_path / "trace"):
        pass
