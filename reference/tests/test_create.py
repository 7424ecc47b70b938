"""How files and directories come into being."""

import errno
import fcntl
import os
import stat
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from tempfile_reference import _create, _posix

Run = Callable[[Callable[[], Any]], None]
events: list[tuple[str, Any]] = []


def hook(event: str, arguments: tuple[Any, ...]) -> None:
    if event in ("tempfile.mkstemp", "tempfile.mkdtemp"):
        events.append((event, arguments[0]))


sys.addaudithook(hook)


@pytest.fixture
def audited() -> Iterator[list[tuple[str, Any]]]:
    """The audit events of the test."""
    events.clear()
    yield events
    events.clear()


def place(directory: Path, *names: str) -> Any:
    return str(directory), f"{directory}/tmp", ".x", iter(names).__next__


@pytest.mark.parametrize("umask", [0, 0o022, 0o077])
def test_private_from_the_first_moment(scratch: Path, umask: int) -> None:
    before = os.umask(umask)
    try:
        descriptor, path = _create.file(place(scratch, "a"), 1)
        directory = _create.directory(place(scratch, "b"), 1)
        nameless = _create.nameless(place(scratch, "c", "d"), 1)
        unnamed = _create.unnamed(place(scratch, "e"), 1)
    finally:
        os.umask(before)
    for number in (descriptor, nameless, unnamed):
        assert stat.S_IMODE(os.fstat(number).st_mode) == 0o600
        assert fcntl.fcntl(number, fcntl.F_GETFD) & fcntl.FD_CLOEXEC
        assert os.fstat(number).st_nlink == (number == descriptor)
        os.write(number, b"x")
        assert os.pread(number, 1, 0) == b"x"
        os.close(number)
    assert stat.S_IMODE(os.stat(directory).st_mode) == 0o700
    assert sorted(os.listdir(scratch)) == ["tmpa.x", "tmpb.x"]
    assert path == f"{scratch}/tmpa.x"


def occupy(path: Path, kind: str) -> None:
    if kind == "file":
        path.write_text("occupied")
    elif kind == "directory":
        path.mkdir()
    elif kind == "fifo":
        os.mkfifo(path)
    else:
        path.symlink_to("victim" if kind == "link" else "nowhere")


@pytest.mark.parametrize("kind", ["file", "directory", "fifo", "link", "dangling"])
def test_whatever_has_the_name_is_left_alone(scratch: Path, kind: str, audited: list[Any]) -> None:
    (scratch / "victim").write_text("unharmed")
    occupy(scratch / "tmpa.x", kind)
    before = os.lstat(scratch / "tmpa.x")
    os.close(_create.file(place(scratch, "a", "b"), 2)[0])
    assert _create.directory(place(scratch, "a", "c"), 2) == f"{scratch}/tmpc.x"
    os.close(_create.unnamed(place(scratch, "a", "d"), 2))
    assert _create.unused_path(place(scratch, "a", "e"), 2) == f"{scratch}/tmpe.x"
    assert os.lstat(scratch / "tmpa.x").st_ino == before.st_ino
    assert (scratch / "victim").read_text() == "unharmed"
    assert [os.path.basename(path) for _event, path in audited] == [
        *("tmpa.x", "tmpb.x"),
        *("tmpa.x", "tmpc.x"),
        *("tmpa.x", "tmpd.x"),
    ]


@pytest.mark.parametrize("function", [_create.file, _create.directory, _create.unnamed, _create.unused_path])
def test_there_is_an_end_to_trying(scratch: Path, function: Callable[..., Any], descriptors: Callable[[], int]) -> None:
    (scratch / "tmpa.x").touch()
    with pytest.raises(FileExistsError) as caught:
        function(place(scratch, *"aaaaa"), 5)
    assert caught.value.filename == str(scratch)


@pytest.mark.parametrize("function", [_create.file, _create.directory, _create.unnamed, _create.nameless])
def test_other_errors_are_raised_as_they_are(
    scratch: Path, function: Callable[..., Any], as_user: Run, descriptors: Callable[[], int]
) -> None:
    with pytest.raises(FileNotFoundError):
        function(place(scratch / "missing", *"ab"), 9)
    (scratch / "file").touch()
    with pytest.raises(NotADirectoryError):
        function(place(scratch / "file", *"ab"), 9)
    (scratch / "forbidden").mkdir(0)

    def check() -> None:
        with pytest.raises(PermissionError) as caught:
            function(place(scratch / "forbidden", *"ab"), 9)
        assert caught.value.filename.startswith(str(scratch / "forbidden"))

    as_user(check)


class TestNameless:
    """A file without a name, and what is done where there is no such thing."""

    def test_the_event_comes_first_and_names_the_only_path_there_is(self, scratch: Path, audited: list[Any]) -> None:
        os.close(_create.nameless(place(scratch, "a", "b"), 2))
        assert audited[0] == ("tempfile.mkstemp", str(scratch))

    @pytest.mark.parametrize("refusal", sorted(_posix.NAMELESS_REFUSALS))
    def test_the_decision_is_made_for_each_directory(
        self, scratch: Path, monkeypatch: pytest.MonkeyPatch, refusal: int, descriptors: Callable[[], int]
    ) -> None:
        genuine = os.open
        refusing = scratch / "refusing"
        willing = scratch / "willing"
        asked = []

        def open_(path: Any, flags: int, *rest: Any, **named: Any) -> int:
            if flags == _posix.NAMELESS_FLAGS:
                asked.append(path)
                if path == str(refusing):
                    raise OSError(refusal, os.strerror(refusal))
            return genuine(path, flags, *rest, **named)

        monkeypatch.setattr(os, "open", open_)
        for directory in (refusing, willing, refusing):
            directory.mkdir(exist_ok=True)
            descriptor = _create.nameless(place(directory, *"ab"), 2)
            assert os.fstat(descriptor).st_nlink == 0
            assert os.listdir(directory) == []
            os.close(descriptor)
        assert asked == [str(refusing), str(willing), str(refusing)]

    def test_what_is_no_refusal_is_raised(self, scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def open_(*arguments: Any, **named: Any) -> int:
            raise OSError(errno.EMFILE, "too many")

        monkeypatch.setattr(os, "open", open_)
        with pytest.raises(OSError, match="too many"):
            _create.nameless(place(scratch, *"ab"), 2)

    def test_systems_without(self, scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(_posix, "NAMELESS_FLAGS", None)
        os.close(_create.nameless(place(scratch, *"ab"), 2))
        assert os.listdir(scratch) == []

    @pytest.mark.parametrize("holds", [True, False])
    def test_a_name_that_cannot_be_removed_leaves_no_descriptor(
        self, scratch: Path, monkeypatch: pytest.MonkeyPatch, descriptors: Callable[[], int], holds: bool
    ) -> None:
        def unlink_in(handle: Any, entry: Any) -> None:
            raise PermissionError(errno.EPERM, "no")

        monkeypatch.setattr(_posix, "unlink_in", unlink_in)
        if not holds:
            monkeypatch.setattr(_posix, "hold", lambda directory: None)
        with pytest.raises(PermissionError):
            _create.unnamed(place(scratch, "a"), 1)

    def test_an_error_names_the_path(self, scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def create_file_in(handle: Any, entry: Any) -> int:
            raise OSError(errno.ENOSPC, "full", entry)

        monkeypatch.setattr(_posix, "create_file_in", create_file_in)
        with pytest.raises(OSError, match="full") as caught:
            _create.unnamed(place(scratch, "a"), 1)
        assert caught.value.filename == f"{scratch}/tmpa.x"

    def test_nothing_is_deleted_by_the_system_here(self) -> None:
        with pytest.raises(NotImplementedError):
            _posix.create_file_deleted_on_close("x")

    def test_exchanging_the_directory_leads_nowhere(self, scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        mine, theirs = scratch / "mine", scratch / "theirs"
        mine.mkdir()
        theirs.mkdir()
        (theirs / "tmpa.x").write_text("unharmed")
        genuine = _posix.create_file_in

        def create_file_in(handle: Any, entry: Any) -> int:
            descriptor = genuine(handle, entry)
            mine.rename(scratch / "moved")
            theirs.rename(mine)
            return descriptor

        monkeypatch.setattr(_posix, "create_file_in", create_file_in)
        descriptor = _create.unnamed(place(mine, "a"), 1)
        assert os.fstat(descriptor).st_nlink == 0
        os.close(descriptor)
        assert (mine / "tmpa.x").read_text() == "unharmed"

    def test_a_directory_that_cannot_be_held(self, scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def refuse(*arguments: Any, **named: Any) -> int:
            raise PermissionError(errno.EACCES, "no")

        monkeypatch.setattr(os, "open", refuse)
        assert _posix.hold(str(scratch)) is None
