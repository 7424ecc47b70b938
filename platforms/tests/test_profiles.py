"""What the documentation promises per system, held against the path rules of each, and what is lacking where."""

from __future__ import annotations

import ntpath
import posixpath
import sys
from pathlib import Path

import pytest
from tempfile_platforms import host, profiles
from tempfile_platforms.launchers import Launcher, for_windows

PATHS = {"posix": posixpath, "windows": ntpath}


def test_the_lists_are_those_of_the_documentation() -> None:
    listed = {found.name: found.search for found in profiles.profiles()}
    assert listed["posix"] == ("/tmp", "/var/tmp", "/usr/tmp")
    assert listed["windows"] == ("C:\\TEMP", "C:\\TMP", "\\TEMP", "\\TMP")
    assert listed["riscos"] == ("$Wimp$ScrapDir",)


@pytest.mark.parametrize("name", sorted(PATHS))
def test_the_listed_directories_are_written_as_their_system_writes_paths(name: str) -> None:
    (found,) = (item for item in profiles.profiles() if item.name == name)
    paths = PATHS[name]
    for directory in found.search:
        assert paths.normpath(directory) == directory
        assert directory.startswith(paths.sep) or paths.splitdrive(directory)[0]
        assert paths.dirname(directory) != directory


def test_a_listed_windows_directory_without_a_drive_is_one_of_the_current_drive() -> None:
    assert [ntpath.splitdrive(path)[0] for path in profiles.profile("win32").search] == ["C:", "C:", "", ""]
    assert ntpath.normcase("C:\\TEMP") == ntpath.normcase("c:/temp")


def test_each_sentence_is_quoted_word_for_word() -> None:
    sentences = {found.name: found.sentence for found in profiles.profiles()}
    assert "C:\\TEMP, C:\\TMP, \\TEMP, and \\TMP, in that order" in sentences["windows"]
    assert "Wimp$ScrapDir" in sentences["riscos"]


@pytest.mark.parametrize(
    ("platform", "name"),
    [
        ("linux", "posix"),
        ("darwin", "posix"),
        ("freebsd14", "posix"),
        ("emscripten", "posix"),
        ("java", "posix"),
        ("win32", "windows"),
        ("win32-wine", "windows"),
        ("riscos", "riscos"),
        ("plan9", "posix"),
    ],
)
def test_each_platform_has_a_profile(platform: str, name: str) -> None:
    assert profiles.profile(platform).name == name


def test_what_differs_is_what_the_documentation_says_differs() -> None:
    posix, windows = profiles.profile("linux"), profiles.profile("win32")
    assert (posix.reopen, posix.anonymous, posix.permission_bits, posix.case_sensitive) == (True,) * 4
    assert (windows.reopen, windows.anonymous, windows.permission_bits, windows.case_sensitive) == (False,) * 4
    assert (posix.newline, windows.newline) == ("\n", "\r\n")


def test_every_lack_is_known_and_has_its_sentence() -> None:
    for platform in ("linux", "darwin", "win32", "win32-wine", "emscripten", "java"):
        for files in ("ext4", "fuse.lowntfs-3g", "vfat"):
            for ability, lack in profiles.lacks(platform, files).items():
                assert ability in profiles.ABILITIES
                assert lack.sentence
                assert lack.source


def test_linux_on_an_ordinary_file_system_lacks_nothing() -> None:
    for files in ("ext4", "tmpfs", "xfs", "btrfs", "overlay", "fuse.bindfs"):
        assert profiles.lacks("linux", files) == {}


def test_windows_promises_no_permission_bits_and_wine_no_links() -> None:
    assert "permissions" in profiles.lacks("win32", "ntfs")
    assert "symlinks" not in profiles.lacks("win32", "ntfs")
    assert profiles.lacks("win32-wine", "ext4")["symlinks"].promised
    assert not profiles.lacks("win32-wine", "ext4")["permissions"].promised


def test_a_file_system_may_lack_what_its_platform_has() -> None:
    assert set(profiles.lacks("linux", "fuse.lowntfs-3g")) == {"permissions", "umask", "names", "byte-names"}
    assert "symlinks" in profiles.lacks("linux", "vfat")


@pytest.mark.parametrize(
    ("told", "short"),
    [
        ("linux2", "linux"),
        ("linux", "linux"),
        ("java17.0.15", "java"),
        ("win32", "win32"),
        ("emscripten", "emscripten"),
    ],
)
def test_a_platform_has_one_short_name(told: str, short: str) -> None:
    assert profiles.label(told) == short


def test_a_file_system_can_be_named_where_the_kernel_only_says_fuse(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEMPFILE_CONFORMANCE_FILESYSTEM", "fuse.lowntfs-3g")
    assert host.filesystem(Path.cwd()) == "fuse.lowntfs-3g"


# --- paths of another system


def test_under_wine_a_path_has_a_drive_and_its_separators_are_turned_round() -> None:
    launcher = Launcher(("wine",), drive="Z:", platform="win32-wine")
    assert launcher.inside("/tmp/a b/c") == "Z:\\tmp\\a b\\c"
    assert ntpath.isabs(launcher.inside("/tmp"))


def test_elsewhere_a_path_is_itself() -> None:
    assert Launcher(("node",)).inside("/tmp/a") == "/tmp/a"


@pytest.mark.skipif(sys.platform == "win32", reason="Windows runs its own programs")
def test_only_a_windows_program_needs_wine() -> None:
    assert for_windows("/usr/bin/python3") is None
