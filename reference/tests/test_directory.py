"""Where the directory comes from."""

import errno
import os
import threading
import time
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tempfile_reference
from tempfile_reference import _directory, _platform, _posix, python2

Run = Callable[[Callable[[], Any]], None]


@pytest.fixture(autouse=True)
def nothing_settled(monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (tempfile_reference, python2):
        monkeypatch.setattr(module, "tempdir", None)
    for variable in _directory.VARIABLES:
        monkeypatch.delenv(variable, raising=False)


def test_order_of_candidates(monkeypatch: pytest.MonkeyPatch, scratch: Path) -> None:
    monkeypatch.chdir(scratch)
    rest = ["/tmp", "/var/tmp", "/usr/tmp", str(scratch)]
    assert list(_directory.candidates()) == rest
    monkeypatch.setenv("TMP", "/third/./x//")
    monkeypatch.setenv("TEMP", "")
    monkeypatch.setenv("TMPDIR", "first")
    assert list(_directory.candidates()) == [str(scratch / "first"), "/third/x", *rest]


def test_the_working_directory_may_be_gone(monkeypatch: pytest.MonkeyPatch, scratch: Path) -> None:
    (scratch / "gone").mkdir()
    monkeypatch.chdir(scratch / "gone")
    (scratch / "gone").rmdir()
    monkeypatch.setenv("TMPDIR", "relative")
    assert list(_directory.candidates()) == ["relative", "/tmp", "/var/tmp", "/usr/tmp", "."]


@pytest.mark.parametrize("holds", [True, False], ids=["by descriptor", "by path"])
def test_what_is_usable(scratch: Path, as_user: Run, monkeypatch: pytest.MonkeyPatch, holds: bool) -> None:
    if not holds:
        monkeypatch.setattr(_posix, "hold", lambda directory: None)
    (scratch / "file").touch()
    (scratch / "link").symlink_to(".")
    (scratch / "dangling").symlink_to("nowhere")

    def check() -> None:
        (scratch / "write-only").mkdir(0o300)
        (scratch / "read-only").mkdir(0o500)
        (scratch / "closed").mkdir(0)
        usable = {name for name in os.listdir(scratch) if _directory.is_usable(str(scratch / name))}
        assert usable == {"link", "write-only"}
        assert _directory.is_usable(str(scratch))
        assert not _directory.is_usable(str(scratch / "missing"))
        assert not _directory.is_usable(str(scratch / "file" / "below"))
        assert not _directory.is_usable("nul\0byte")
        os.chmod(scratch / "write-only", 0o700)
        assert os.listdir(scratch / "write-only") == []

    as_user(check)


def failing(number: int) -> Callable[..., Any]:
    def fail(*arguments: Any, **named: Any) -> Any:
        raise OSError(number, os.strerror(number))

    return fail


@pytest.mark.parametrize("error", [PermissionError(errno.EACCES, "no"), ValueError("null byte")])
def test_where_no_file_can_be_created(scratch: Path, monkeypatch: pytest.MonkeyPatch, error: Exception) -> None:
    def fail(handle: Any, entry: Any) -> int:
        raise error

    monkeypatch.setattr(_posix, "create_file_in", fail)
    assert not _directory.is_usable(str(scratch))


def test_a_full_file_system_is_passed_over(scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "write", failing(errno.ENOSPC))
    assert not _directory.is_usable(str(scratch))
    monkeypatch.setattr(os, "write", lambda descriptor, data: len(data) - 1)
    assert not _directory.is_usable(str(scratch))
    assert os.listdir(scratch) == []


@pytest.mark.parametrize(("number", "usable"), [(errno.ENOENT, True), (errno.EPERM, False)])
def test_where_the_probe_cannot_be_removed(
    scratch: Path, monkeypatch: pytest.MonkeyPatch, number: int, usable: bool
) -> None:
    monkeypatch.setattr(_posix, "unlink_in", failing(number))
    assert _directory.is_usable(str(scratch)) == usable


def test_where_closing_says_that_there_is_no_room(scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    genuine, closed = os.close, []

    def close(descriptor: int) -> None:
        genuine(descriptor)
        closed.append(descriptor)
        raise OSError(errno.EDQUOT, "no room")

    monkeypatch.setattr(os, "close", close)
    assert not _directory.is_usable(str(scratch))
    assert len(closed) == 2


def test_names_that_are_taken_are_passed_over(scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    names = iter(["a", "b", "c"])
    monkeypatch.setattr(_directory._names.MODERN.__class__, "next", lambda self: next(names))
    (scratch / "a").touch()
    (scratch / "b").mkdir()
    assert _directory.is_usable(str(scratch))
    assert sorted(os.listdir(scratch)) == ["a", "b"]
    monkeypatch.setattr(_directory._names.MODERN.__class__, "next", lambda self: "a")
    assert not _directory.is_usable(str(scratch))


def test_the_first_usable_one_is_taken_and_remembered(scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TMPDIR", str(scratch / "missing"))
    monkeypatch.setenv("TEMP", str(scratch))
    assert tempfile_reference.gettempdir() == str(scratch) == tempfile_reference.tempdir
    assert python2.tempdir is None
    monkeypatch.setenv("TEMP", "/")
    assert tempfile_reference.gettempdir() == str(scratch)
    assert python2.gettempdir() == "/"


def test_a_directory_that_is_given_spares_the_search(scratch: Path) -> None:
    for module in (tempfile_reference, python2):
        os.rmdir(module.mkdtemp(dir=str(scratch)))
        assert module.tempdir is None


def test_none_usable(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_directory, "is_usable", lambda directory: False)
    with pytest.raises(FileNotFoundError, match="/var/tmp"):
        tempfile_reference.gettempdir()
    assert tempfile_reference.tempdir is None


@pytest.mark.parametrize(
    ("mode", "owner", "weak"),
    [(0o700, 0, False), (0o1777, 0, False), (0o777, 0, True), (0o775, 0, True), (0o700, 7, True)],
)
def test_other_users_could_meddle(
    scratch: Path, monkeypatch: pytest.MonkeyPatch, mode: int, owner: int, weak: bool
) -> None:
    os.chmod(scratch, mode)
    status = os.stat_result((mode, 0, 0, 0, owner, 0, 0, 0, 0, 0))
    monkeypatch.setattr(_posix.os, "stat", lambda path: status)
    monkeypatch.setenv("TMPDIR", str(scratch))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        assert tempfile_reference.gettempdir() == str(scratch)
    assert [warning.category for warning in caught] == [RuntimeWarning] * weak


def test_whether_they_could_may_be_unknown(scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_platform.here, "weakness", failing(errno.EACCES))
    monkeypatch.setenv("TMPDIR", str(scratch))
    assert tempfile_reference.gettempdir() == str(scratch)


def test_threads_get_one_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter(["/first", "/second"])

    def search() -> str:
        time.sleep(0.02)
        return next(answers)

    monkeypatch.setattr(_directory, "search", search)
    got: list[str] = []
    threads = [threading.Thread(target=lambda: got.append(tempfile_reference.gettempdir())) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert got == ["/first"] * 5


def test_who_interrupts_the_search_may_ask_too(monkeypatch: pytest.MonkeyPatch, scratch: Path) -> None:
    monkeypatch.setenv("TMPDIR", str(scratch))
    genuine, asked = _directory.is_usable, []

    def is_usable(directory: str) -> bool:
        if not asked:
            asked.append(directory)
            asked.append(tempfile_reference.gettempdir())
        return genuine(directory)

    monkeypatch.setattr(_directory, "is_usable", is_usable)
    assert tempfile_reference.gettempdir() == str(scratch)
    assert asked == [str(scratch)] * 2


def test_a_fork_during_the_search_leaves_no_lock_behind(forked: Run) -> None:
    with _directory._lock:
        forked(lambda: tempfile_reference.gettempdir())
