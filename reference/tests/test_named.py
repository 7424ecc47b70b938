"""The file with a name, and who removes it."""

import contextlib
import errno
import gc
import io
import os
import subprocess
import sys
import warnings
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import tempfile_reference
from tempfile_reference import _named

Run = Callable[[Callable[[], Any]], None]
MODES = [("w+b", -1), ("w+b", 0), ("wb", -1), ("rb", -1), ("w+", -1), ("w", 1)]


@pytest.fixture(autouse=True)
def quiet() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ResourceWarning)
        yield


@pytest.fixture(params=MODES, ids=lambda pair: f"{pair[0]} {pair[1]}")
def file(request: pytest.FixtureRequest, modern: Any) -> Any:
    """A file of each kind."""
    return modern.NamedTemporaryFile(*request.param)


def test_it_has_a_name_until_it_is_closed(file: Any, scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert os.path.dirname(file.name) == str(scratch)
    assert file.file.name == file.name
    assert os.path.samestat(os.stat(file.name), os.fstat(file.fileno()))
    monkeypatch.chdir("/")
    file.close()
    assert os.listdir(scratch) == []
    assert file.closed
    file.close()


def test_it_is_in_no_cycle(modern: Any) -> None:
    file = modern.NamedTemporaryFile()
    alive = weakref.ref(file)
    write = file.write
    file.writelines([b"x"])
    del file
    assert alive() is None
    write(b"y")


@pytest.mark.parametrize(("mode", "buffering"), MODES)
@pytest.mark.parametrize("delete_on_close", [True, False])
@pytest.mark.parametrize("record", [True, False])
def test_collection_closes_and_removes(
    modern: Any,
    scratch: Path,
    mode: str,
    buffering: int,
    delete_on_close: bool,
    record: bool,
    descriptors: Callable[[], int],
) -> None:
    gc.disable()
    try:
        with warnings.catch_warnings(record=record) as caught:
            warnings.simplefilter("always" if record else "ignore")
            modern.NamedTemporaryFile(mode, buffering, delete_on_close=delete_on_close)
            assert os.listdir(scratch) == []
        if record:
            assert caught is not None
            assert [warning.category for warning in caught] == [ResourceWarning]
    finally:
        gc.enable()


@pytest.mark.parametrize(("mode", "buffering"), MODES)
def test_a_method_keeps_the_file(modern: Any, scratch: Path, mode: str, buffering: int) -> None:
    flush = modern.NamedTemporaryFile(mode, buffering).flush
    assert len(os.listdir(scratch)) == 1
    flush()
    del flush
    assert os.listdir(scratch) == []


def test_iterating_keeps_the_file(modern: Any) -> None:
    def make() -> Any:
        file = modern.NamedTemporaryFile("w+")
        file.write("a\nb\n")
        file.seek(0)
        return file

    assert list(make()) == ["a\n", "b\n"]
    file = make()
    assert next(file) == "a\n"
    file.close()


@pytest.mark.parametrize("delete", [True, False])
@pytest.mark.parametrize("delete_on_close", [True, False])
def test_when_it_is_removed(modern: Any, delete: bool, delete_on_close: bool) -> None:
    file = modern.NamedTemporaryFile(delete=delete, delete_on_close=delete_on_close)
    path = file.name
    with file as entered:
        assert entered is file
        file.close()
        assert os.path.exists(path) == (not (delete and delete_on_close))
    assert os.path.exists(path) == (not delete)
    file = modern.NamedTemporaryFile(delete=delete, delete_on_close=delete_on_close)
    path = file.name
    file.close()
    del file
    assert os.path.exists(path) == (not delete)


def test_closing_the_file_underneath_is_closing(modern: Any) -> None:
    file = modern.NamedTemporaryFile("w+")
    file.file.buffer.raw.close()
    assert not os.path.exists(file.name)


def test_what_stands_there_later_is_left_alone(modern: Any) -> None:
    for leave in (lambda file: file.close(), lambda file: file.__exit__(None, None, None)):
        file = modern.NamedTemporaryFile()
        file.close()
        Path(file.name).write_text("somebody else's")
        leave(file)
        path = file.name
        del file
        assert Path(path).read_text() == "somebody else's"


def test_somebody_else_removed_or_renamed_it(modern: Any, scratch: Path) -> None:
    with modern.NamedTemporaryFile() as file:
        os.unlink(file.name)
    with modern.NamedTemporaryFile() as file:
        os.rename(file.name, scratch / "kept")
    assert os.listdir(scratch) == ["kept"]


def test_the_first_error_is_raised_and_the_name_is_gone(
    modern: Any, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = modern.NamedTemporaryFile()
    file.write(b"x")
    os.close(file.fileno())
    with pytest.raises(OSError, match="Bad file descriptor"):
        file.close()
    assert os.listdir(scratch) == []

    def unlink(path: Any) -> None:
        raise PermissionError(errno.EPERM, "not yours")

    monkeypatch.setattr(_named._platform.here, "unlink", unlink)
    file = modern.NamedTemporaryFile()
    with pytest.raises(PermissionError, match="not yours"):
        file.close()
    file.close()
    file = modern.NamedTemporaryFile("w", buffering=1)
    os.close(file.fileno())
    with pytest.raises(OSError, match="Bad file descriptor"):
        file.close()
    file = modern.NamedTemporaryFile("w", delete_on_close=False)
    os.close(file.fileno())
    with pytest.raises(OSError, match="Bad file descriptor"), file:
        pass


def test_the_error_that_made_cleaning_up_necessary_is_raised(
    modern: Any, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def unlink(path: Any) -> None:
        raise PermissionError(errno.EPERM, "not yours")

    def refuse(*arguments: Any) -> Any:
        os.close(arguments[0])
        raise MemoryError

    monkeypatch.setattr(_named._platform.here, "unlink", unlink)
    with pytest.raises(LookupError):
        modern.NamedTemporaryFile("w", encoding="no-such")
    with monkeypatch.context() as patch:
        patch.setattr(_named, "NamedRaw", refuse)
        with pytest.raises(MemoryError):
            modern.NamedTemporaryFile()


def test_nobody_is_told_of_an_error_at_the_end_of_life(modern: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    noise: list[Any] = []

    def unlink(path: Any) -> None:
        raise PermissionError(errno.EPERM, "not yours")

    monkeypatch.setattr(sys, "unraisablehook", noise.append)
    monkeypatch.setattr(_named._platform.here, "unlink", unlink)
    modern.NamedTemporaryFile()
    modern.NamedTemporaryFile(delete_on_close=False).close()
    file = modern.NamedTemporaryFile(delete_on_close=False)
    with pytest.raises(PermissionError), file:
        pass
    del file
    gc.collect()
    assert noise == []


class TestFork:
    """Only the process that created a file removes it."""

    @pytest.mark.parametrize("delete_on_close", [True, False])
    def test_the_child_leaves_it(self, modern: Any, forked: Run, delete_on_close: bool) -> None:
        file = modern.NamedTemporaryFile(delete_on_close=delete_on_close)
        path = file.name
        box = [file]
        forked(box[0].close)
        forked(lambda: box.pop().__exit__(None, None, None))
        assert os.path.exists(path)
        box.clear()
        file.__exit__(None, None, None)
        assert not os.path.exists(path)

    def test_the_child_exits(self, scratch: Path) -> None:
        program = f"""
import os, sys, tempfile_reference
with tempfile_reference.NamedTemporaryFile(dir={str(scratch)!r}) as file:
    if os.fork() == 0:
        sys.exit()
    assert os.wait()[1] == 0
    assert os.path.exists(file.name)
"""
        subprocess.run([sys.executable, "-W", "error", "-c", program], check=True)
        assert os.listdir(scratch) == []


@pytest.mark.parametrize(
    "keeper",
    ["", *(f"import {module}; {module}.keep = file" for module in ("sys", "io", "os", "builtins")), "file.me = file"],
)
def test_the_interpreter_goes_down(scratch: Path, keeper: str) -> None:
    program = f"""
import sys, tempfile_reference
file = tempfile_reference.NamedTemporaryFile(dir={str(scratch)!r})
file.write(b"x")
{keeper}
"""
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert result.stderr == ""
    assert os.listdir(scratch) == []


def test_it_offers_what_the_file_underneath_does(modern: Any) -> None:
    with modern.NamedTemporaryFile("w+", encoding="utf-16", errors="replace", newline="") as file:
        assert (file.mode, file.encoding, file.errors, file.closed) == ("w+", "utf-16", "replace", False)
        assert file.readable()
        assert file.writable()
        file.extra = 1
        assert "NamedTemporary" not in repr(file.file)
        assert file.name in repr(file)
        assert _named.TemporaryFileWrapper.encoding is not None
    with modern.NamedTemporaryFile() as file:
        assert type(file.file) is io.BufferedRandom
        assert not hasattr(file, "encoding")
        assert isinstance(file.read1(), bytes)
    with pytest.raises(ValueError, match="closed"), file:
        pass


def test_a_detached_text_layer(modern: Any, scratch: Path) -> None:
    file = modern.NamedTemporaryFile("w+")
    file.write("text")
    binary = file.detach()
    path = file.name
    del file
    assert Path(path).read_bytes() in (b"", b"text")
    binary.close()
    assert os.listdir(scratch) == []


def test_an_object_that_was_never_completed(scratch: Path) -> None:
    descriptor = os.open(scratch / "x", os.O_RDWR | os.O_CREAT)
    _named.NamedRaw(descriptor, "r+")
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(descriptor)
    raw = _named.NamedRaw.__new__(_named.NamedRaw)
    del raw
    with contextlib.suppress(ValueError):
        _named.NamedRaw(-1, "r")


def test_many_at_once(modern: Any, scratch: Path) -> None:
    files = [modern.NamedTemporaryFile(suffix=".x") for _ in range(100)]
    assert len(os.listdir(scratch)) == 100
    for file in files:
        file.close()
    assert os.listdir(scratch) == []
    assert isinstance(tempfile_reference.NamedTemporaryFile, type(lambda: None))
