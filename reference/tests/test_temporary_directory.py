"""`TemporaryDirectory`: who removes the directory, when, and what is said of it."""

import gc
import os
import stat
import subprocess
import sys
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from tempfile_reference import _tree

Run = Callable[[Callable[[], Any]], None]


def test_with(modern: Any, scratch: Path) -> None:
    with modern.TemporaryDirectory("s", "p") as path:
        assert os.path.basename(path).startswith("p")
        assert path.endswith("s")
        assert stat.S_IMODE(os.stat(path).st_mode) == 0o700
        Path(path, "file").touch()
    assert os.listdir(scratch) == []


def test_bytes(modern: Any) -> None:
    with modern.TemporaryDirectory(b"") as path:
        assert isinstance(path, bytes)
        os.mkdir(path + b"/\xff")


def test_cleaning_twice_touches_nothing_new(modern: Any) -> None:
    directory = modern.TemporaryDirectory()
    directory.cleanup()
    os.mkdir(directory.name)
    directory.cleanup()
    assert os.path.isdir(directory.name)
    os.rmdir(directory.name)


def test_what_fails_once_may_be_tried_again(modern: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    directory = modern.TemporaryDirectory()
    with monkeypatch.context() as patch:
        patch.setattr(_tree._platform.here, "remove_tree", lambda path: [OSError(1, "first"), OSError(2, "second")])
        with pytest.raises(OSError, match="first"):
            directory.cleanup()
    directory.cleanup()
    assert not os.path.exists(directory.name)


def test_errors_may_be_ignored(modern: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    directory = modern.TemporaryDirectory(ignore_cleanup_errors=True)
    with monkeypatch.context() as patch:
        patch.setattr(_tree._platform.here, "remove_tree", lambda path: [OSError(1, "first")])
        directory.cleanup()


def test_it_may_be_kept(modern: Any) -> None:
    with modern.TemporaryDirectory(delete=False) as path:
        pass
    directory = modern.TemporaryDirectory(delete=False)
    paths = [path, directory.name]
    del directory
    assert all(map(os.path.isdir, paths))
    directory = modern.TemporaryDirectory(delete=False)
    directory.cleanup()
    assert not os.path.exists(directory.name)


def test_collection(modern: Any, scratch: Path) -> None:
    gc.disable()
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        directory = modern.TemporaryDirectory()
        Path(directory.name, "file").touch()
        del directory
    gc.enable()
    assert os.listdir(scratch) == []
    assert [warning.category for warning in caught] == [ResourceWarning]
    assert "TemporaryDirectory" in str(caught[0].message)


def test_the_child_leaves_it(modern: Any, forked: Run) -> None:
    box = [modern.TemporaryDirectory()]
    path = box[0].name
    forked(lambda: box[0].__exit__(None, None, None))
    forked(box.clear)
    assert os.path.isdir(path)
    forked(box[0].cleanup)
    assert not os.path.exists(path)
    box[0].cleanup()
    assert modern.TemporaryDirectory[str].__origin__ is modern.TemporaryDirectory


@pytest.mark.parametrize("error", [False, True])
def test_the_interpreter_goes_down(scratch: Path, error: bool) -> None:
    program = f"""
import os, sys, tempfile_reference
sys.keep = tempfile_reference.TemporaryDirectory(dir={str(scratch)!r})
os.mkdir(sys.keep.name + "/inner")
if os.fork() == 0:
    sys.exit()
os.wait()
assert os.path.isdir(sys.keep.name + "/inner")
if {error}:
    tempfile_reference._platform.here.remove_tree = lambda path: [OSError(1, "in the way")]
"""
    result = subprocess.run([sys.executable, "-W", "always", "-c", program], capture_output=True, text=True, check=True)
    assert os.listdir(scratch) == [] or error
    assert result.stderr.count("ResourceWarning") == 1
    assert ("in the way" in result.stderr) == error
    assert "Traceback" not in result.stderr


def test_warnings_that_are_errors_keep_no_tree_from_going(scratch: Path) -> None:
    program = f"""
import sys, tempfile_reference
sys.keep = [tempfile_reference.TemporaryDirectory(dir={str(scratch)!r}) for _ in range(3)]
"""
    result = subprocess.run(
        [sys.executable, "-W", "error::ResourceWarning", "-c", program], capture_output=True, text=True, check=False
    )
    assert os.listdir(scratch) == []
    assert result.stderr.count("ResourceWarning: ") == 1
