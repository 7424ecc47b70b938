"""The Windows modules, exercised wherever the tests run, by putting them in the place of this system's."""

import ctypes
import errno
import importlib
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest
from tempfile_reference import _directory, _platform, _windows, _windows_removal, _windows_security


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The Windows module in use, on a version of Python whose `os.mkdir` does what it should."""
    monkeypatch.setattr(_platform, "here", _windows)
    monkeypatch.setattr(sys, "version_info", (3, 13, 0, "final", 0))
    return _windows


class Names:
    """Names that are known beforehand."""

    def __init__(self, *names: str) -> None:
        self.next = iter(names).__next__


def test_the_platform_is_chosen_in_one_place(monkeypatch: pytest.MonkeyPatch) -> None:
    chosen = _platform.here
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(_platform, "here", importlib.reload(_platform).here)
    assert _platform.here is _windows
    _windows.after_fork(lambda: None)
    assert _windows.weakness("anywhere") is None
    monkeypatch.undo()
    assert importlib.reload(_platform).here is chosen


def test_everything_works_through_it(windows: Any, api: Any, scratch: Path) -> None:
    descriptor, path = api.mkstemp(".x")
    os.close(descriptor)
    os.unlink(path)
    descriptor, path = api.mkstemp(text=True)
    os.close(descriptor)
    os.unlink(path)
    os.rmdir(api.mkdtemp())
    assert _directory.is_usable(str(scratch))
    assert os.listdir(scratch) == []
    with api.SpooledTemporaryFile() as file:
        file.write(b"x")
        file.rollover()
        file.seek(0)
        assert file.read() == b"x"
        os.unlink(file.name)
    for mode in ("w+b", "a+b", "w+"):
        with api.TemporaryFile(mode) as file:
            assert file.file.readable()
            os.unlink(file.name)
    with api.NamedTemporaryFile(delete=False) as file:
        assert os.path.exists(file.name)


def test_the_system_deletes_on_close(windows: Any, modern: Any, scratch: Path) -> None:
    file = modern.NamedTemporaryFile()
    file.close()
    assert os.listdir(scratch) == [os.path.basename(file.name)]  # as this system does not do it
    os.unlink(file.name)
    with modern.NamedTemporaryFile(delete_on_close=False):
        pass
    assert os.listdir(scratch) == []
    with pytest.raises(LookupError):
        modern.NamedTemporaryFile("w", encoding="no-such")


def test_a_directory_of_the_same_name_is_a_collision(
    windows: Any, modern: Any, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    genuine = os.open
    directory = scratch / "taken"
    directory.mkdir()

    def open_(path: Any, flags: int, mode: int = 0o777, **named: Any) -> int:
        if os.path.isdir(path):
            raise PermissionError(errno.EACCES, "access is denied", path)
        return genuine(path, flags, mode, **named)

    monkeypatch.setattr(os, "open", open_)
    error = PermissionError(errno.EACCES, "access is denied")
    assert windows.is_collision(error, str(directory))
    assert not windows.is_collision(error, str(scratch / "missing"))
    monkeypatch.setattr(modern._names, "MODERN", Names("taken", "free"))
    descriptor, path = modern.mkstemp(prefix="")
    assert os.path.basename(path) == "free"
    os.close(descriptor)
    monkeypatch.setattr(modern._names, "MODERN", Names("taken", "one", "taken", "two"))
    file = modern.NamedTemporaryFile(prefix="")
    file.close()
    os.unlink(file.name)
    monkeypatch.setattr(modern, "TMP_MAX", 1)
    with pytest.raises(FileExistsError):
        modern.NamedTemporaryFile(prefix="")
    with pytest.raises(FileNotFoundError):
        modern.NamedTemporaryFile(dir=scratch / "missing", prefix="")


@pytest.mark.parametrize("affix", ["a\\b", "a/b", "C:x", "stream:x"])
def test_what_would_lead_elsewhere_is_refused(
    windows: Any, modern: Any, affix: str, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for parameter in ("prefix", "suffix"):
        with pytest.raises(ValueError, match="must not contain"):
            modern.mkstemp(**{parameter: affix})


def test_where_to_look(windows: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/profile")
    for variable in _directory.VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    assert list(_directory.candidates())[:-1] == [r"c:\temp", r"c:\tmp", r"\temp", r"\tmp"]


@pytest.mark.parametrize(
    ("version", "private"),
    [((3, 11, 9), False), ((3, 11, 10), True), ((3, 12, 3), False), ((3, 12, 4), True), ((3, 13, 0), True)],
)
def test_which_versions_make_private_directories(version: tuple[int, ...], private: bool) -> None:
    assert _windows_security.mkdir_is_private(version) == private


class Libraries:
    """Plays the part of the system's libraries."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, converts: bool = True) -> None:
        self.freed: list[Any] = []
        self.created: list[str] = []
        self.converts = converts
        self.error = 0
        self.LocalFree = self._free
        monkeypatch.setattr(ctypes, "WinDLL", lambda name, use_last_error: self, raising=False)
        monkeypatch.setattr(ctypes, "get_last_error", lambda: self.error, raising=False)

    class _Function:
        argtypes: Any = None

    def _free(self, descriptor: Any) -> None:
        self.freed.append(descriptor)

    def ConvertStringSecurityDescriptorToSecurityDescriptorW(self, access: Any, *rest: Any) -> int:
        assert access.value.startswith("D:P")
        self.error = 0 if self.converts else 1337
        return int(self.converts)

    def CreateDirectoryW(self, path: Any, attributes: Any) -> int:
        try:
            os.mkdir(path.value)
        except OSError as error:
            self.error = 183 if error.errno == errno.EEXIST else 3
            return 0
        self.created.append(path.value)
        return 1


def test_private_directories_where_mkdir_makes_none(
    windows: Any, modern: Any, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Free:
        def __call__(self, descriptor: Any) -> None:
            libraries.freed.append(descriptor)

    libraries = Libraries(monkeypatch)
    libraries.LocalFree = Free()  # type: ignore[assignment]
    monkeypatch.setattr(sys, "version_info", (3, 11, 0, "final", 0))
    path = modern.mkdtemp()
    assert libraries.created == [path]
    assert len(libraries.freed) == 1
    with pytest.raises(FileExistsError):
        windows.create_directory(path)
    with pytest.raises(PermissionError):
        windows.create_directory(path + "/missing/x")
    assert len(libraries.freed) == 3
    libraries.converts = False
    with pytest.raises(PermissionError):
        windows.create_directory(os.fsencode(path) + b"x")


def test_where_there_is_no_way_to_make_them_private(
    windows: Any, modern: Any, scratch: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "version_info", (3, 11, 0, "final", 0))
    monkeypatch.setattr(_windows_security.importlib.util, "find_spec", lambda name: None)
    with pytest.warns(RuntimeWarning, match="private"):
        path = modern.mkdtemp()
    assert stat.S_IMODE(os.stat(path).st_mode) == 0o700


def test_nothing_is_created_by_handle(windows: Any) -> None:
    assert windows.hold("anywhere") is None
    assert windows.create_nameless("anywhere") is None


class TestRemoval:
    """What only Windows does while a tree is removed."""

    def test_read_only_members_are_made_writable(self, scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (scratch / "top").mkdir()
        (scratch / "top" / "file").touch(0o400)
        genuine = os.unlink

        def unlink(path: Any) -> None:
            if not os.stat(path).st_mode & stat.S_IWRITE:
                raise PermissionError(errno.EACCES, "read-only", path)
            genuine(path)

        monkeypatch.setattr(os, "unlink", unlink)
        assert _windows_removal.remove_tree(str(scratch / "top")) == []
        assert os.listdir(scratch) == []

    def test_junctions_are_removed_not_entered(self, scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (scratch / "top" / "junction").mkdir(parents=True)
        genuine = os.lstat

        class Status:
            def __init__(self, path: Any) -> None:
                self.st_mode = genuine(path).st_mode
                self.st_reparse_tag = 0xA0000003 if str(path).endswith("junction") else 0

        monkeypatch.setattr(os, "lstat", Status)
        monkeypatch.setattr(os, "scandir", self.listing(os.scandir))
        assert _windows_removal.remove_tree(str(scratch / "top")) == []

    @staticmethod
    def listing(genuine: Any) -> Any:
        """A `scandir` that must not be asked for what is in a junction."""

        def scandir(path: Any) -> Any:
            assert not path.endswith("junction")
            return genuine(path)

        return scandir

    def test_errors_are_told_by_their_path(self, scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        (scratch / "top").mkdir()
        (scratch / "top" / "file").touch()

        def unlink(path: Any) -> None:
            raise PermissionError(errno.EACCES, "in use", path)

        monkeypatch.setattr(os, "unlink", unlink)
        first, second = _windows_removal.remove_tree(str(scratch / "top"))
        assert first.filename == str(scratch / "top" / "file")
        assert second.errno == errno.ENOTEMPTY

    def test_long_paths(self) -> None:
        assert _windows_removal.extended("C:\\temp\\x") == "\\\\?\\C:\\temp\\x"
        assert _windows_removal.extended("\\\\?\\C:\\temp") == "\\\\?\\C:\\temp"
        assert _windows_removal.extended("/temp") == "/temp"
        assert _windows_removal.extended("C:\\d\\../e\\tmp") == "\\\\?\\C:\\e\\tmp"
        assert _windows_removal.extended("C:/temp/./x") == "\\\\?\\C:\\temp\\x"
