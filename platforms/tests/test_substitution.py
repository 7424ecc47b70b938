"""Other systems by substitution: their path modules and constants in place of this one's, in a private `tempfile`.

Shown are the rules of paths: what is searched, how a directory and a name are joined, which names are safe. How a
file system behaves cannot be shown in this way; that is what the lanes are for.
"""

from __future__ import annotations

import importlib.util
import ntpath
import os
import posixpath
import sys
import tempfile
from itertools import islice
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest
from tempfile_platforms import profiles

LONG = "\\\\?\\C:\\" + "\\".join(["a" * 100] * 4)
RESERVED = {"con", "prn", "aux", "nul", *(f"{port}{number}" for port in ("com", "lpt") for number in range(1, 10))}


class System:
    """Stands for the module `os` of another system; a file that is opened there is noted and not made."""

    def __init__(self, name: str, path: ModuleType, cwd: str) -> None:
        self.name, self.path, self._cwd = name, path, cwd
        self.curdir, self.sep = os.curdir, path.sep
        self.opened: list[tuple[str, int, int]] = []

    def __getattr__(self, name: str) -> Any:
        return getattr(os, name)

    def getcwd(self) -> str:
        """The working directory there."""
        return self._cwd

    def open(self, file: str, flags: int, mode: int) -> int:
        """Note what is opened; the descriptor is none."""
        self.opened.append((file, flags, mode))
        return -1


def private(system: System) -> Any:
    """A copy of the standard library's `tempfile` that runs on that system."""
    spec = importlib.util.spec_from_file_location("tempfile_elsewhere", tempfile.__file__)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    module._os = system
    return module


@pytest.fixture
def windows(monkeypatch: pytest.MonkeyPatch) -> System:
    """Windows, with the environment that it always has."""
    for name, value in {"USERPROFILE": r"C:\Users\me", "SYSTEMROOT": r"C:\Windows"}.items():
        monkeypatch.setenv(name, value)
    for name in ("TMPDIR", "TEMP", "TMP"):
        monkeypatch.delenv(name, raising=False)
    return System("nt", ntpath, r"D:\work")


def searched(system: System) -> list[str]:
    """The directories that are searched on that system, as it compares them."""
    return [system.path.normcase(directory) for directory in private(system)._candidate_tempdir_list()]


# --- where to look


def test_windows_searches_the_environment_then_the_profile_then_the_working_directory(
    windows: System, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TMP", "TEMP", "TMPDIR"):
        monkeypatch.setenv(name, f"E:\\{name}")
    found = searched(windows)
    listed = [ntpath.normcase(directory) for directory in profiles.profile("win32").search]
    assert found[:3] == ["e:\\tmpdir", "e:\\temp", "e:\\tmp"]
    # Between them stand two that are not promised: the user's own, and the system's.
    assert found[5:] == [*listed, "d:\\work"]


@pytest.mark.parametrize("platform", ["linux", "darwin", "emscripten"])
def test_the_others_search_the_environment_then_the_profile_then_the_working_directory(
    platform: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("TMP", "TEMP", "TMPDIR"):
        monkeypatch.setenv(name, f"/{name}")
    found = searched(System("posix", posixpath, "/work"))
    assert found == ["/TMPDIR", "/TEMP", "/TMP", *profiles.profile(platform).search, "/work"]


@pytest.mark.skipif(sys.platform == "win32", reason="a symbolic link needs a privilege there")
def test_a_directory_behind_a_link_keeps_the_name_that_the_environment_gives_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # On macOS /var is a link to /private/var, and TMPDIR lies below /var/folders.
    (tmp_path / "private" / "var" / "folders" / "T").mkdir(parents=True)
    (tmp_path / "var").symlink_to("private/var")
    told = str(tmp_path / "var" / "folders" / "T")
    monkeypatch.setenv("TMPDIR", told)
    elsewhere = private(System("posix", posixpath, "/"))
    elsewhere._os.open = os.open
    assert elsewhere.gettempdir() == told
    assert os.path.realpath(told) != told


# --- where a file comes to be


@pytest.mark.parametrize("directory", [r"C:\TEMP", "C:\\", r"\\server\share\temp", r"\\server\share", LONG])
def test_on_windows_a_file_is_made_in_the_directory_that_was_given(directory: str, windows: System) -> None:
    _, path = private(windows).mkstemp(dir=directory)
    ((opened, flags, mode),) = windows.opened
    assert opened == path
    assert ntpath.splitdrive(path)[0] == ntpath.splitdrive(directory)[0]
    assert path.startswith(directory)
    assert "\\" not in path[len(directory) :].lstrip("\\")
    assert flags & os.O_CREAT
    assert flags & os.O_EXCL
    assert mode == 0o600


@pytest.mark.parametrize("prefix", ["con", "nul", "com1", "CON.", "lpt9.txt"])
def test_a_name_that_windows_reserves_is_none_any_more_with_random_characters_after_it(
    prefix: str, windows: System
) -> None:
    _, path = private(windows).mkstemp(prefix=prefix, dir="C:\\")
    name = ntpath.basename(path)
    reserved = name.partition(".")[0].lower() in RESERVED
    # A dot ends the name of a device: what follows it does not help.
    assert reserved == ("." in prefix)
    assert name[-1] not in ". "


def test_random_names_differ_also_where_case_does_not_count_and_are_none_that_windows_refuses(windows: System) -> None:
    assert not profiles.profile("win32").case_sensitive
    names = list(islice(private(windows)._RandomNameSequence(), 500))
    assert len({ntpath.normcase(name) for name in names}) == len(names)
    assert all(ntpath.normcase(name) == name and name not in RESERVED and name[-1] not in ". " for name in names)
    assert not set("".join(names)) & set('<>:"/\\|?*')
