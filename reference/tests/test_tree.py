"""How a directory tree is removed."""

import contextlib
import errno
import os
import resource
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
import tempfile_reference
from hypothesis import given, settings
from hypothesis import strategies as st
from tempfile_reference import _posix_opening as opening
from tempfile_reference import _posix_removal as removal
from tempfile_reference import _windows_removal

Run = Callable[[Callable[[], Any]], None]
REMOVERS = [removal.remove_tree, _windows_removal.remove_tree]

#: The same examples at every run, however slow the machine.
STEADY = settings(derandomize=True, database=None, deadline=None, max_examples=40)

names = st.binary(min_size=1, max_size=6).filter(lambda name: not set(name) & set(b"/\0") and name not in (b".", b".."))
trees: Any = st.recursive(
    st.sampled_from(["file", "link to file", "link to directory", "dangling link", "fifo", "directory"]),
    lambda inner: st.dictionaries(names, inner, max_size=4),
    max_leaves=12,
)


@pytest.fixture(params=REMOVERS, ids=["by descriptor", "by path"])
def remove_tree(request: pytest.FixtureRequest) -> Any:
    """Each way to remove a tree."""
    return request.param


@pytest.fixture
def outside(scratch: Path) -> Iterator[Path]:
    """A directory that nothing may happen to."""
    path = scratch / "outside"
    (path / "inner").mkdir(parents=True)
    (path / "file").write_text("unharmed")
    (path / "inner" / "file").write_text("unharmed")
    os.chmod(path / "inner", 0o500)
    before = [(item, item.lstat().st_mode) for item in sorted(path.rglob("*"))]
    yield path
    assert [(item, item.lstat().st_mode) for item in sorted(path.rglob("*"))] == before


def build(path: bytes, tree: Any, outside: bytes) -> None:
    if isinstance(tree, dict):
        os.mkdir(path)
        for name, inner in tree.items():
            build(os.path.join(path, name), inner, outside)
    elif tree == "directory":
        os.mkdir(path)
    elif tree == "fifo":
        os.mkfifo(path)
    elif tree == "file":
        os.close(os.open(path, os.O_CREAT | os.O_WRONLY))
    else:
        ends = {"link to file": b"/file", "link to directory": b"", "dangling link": b"/nowhere"}
        os.symlink(outside + ends[tree], path)


@STEADY
@given(st.dictionaries(names, trees, max_size=4))
def test_all_of_the_tree_goes_and_nothing_else(tree: Any) -> None:
    for remove_tree in REMOVERS:
        with tempfile_reference.TemporaryDirectory(suffix=b"") as scratch:
            outside = os.path.join(scratch, b"outside")
            build(outside, {b"file": "file"}, b"")
            top = os.path.join(scratch, b"top")
            build(top, tree, outside)
            assert remove_tree(top) == []
            assert os.listdir(scratch) == [b"outside"]
            assert os.listdir(outside) == [b"file"]


def test_a_top_that_is_gone_or_no_directory(remove_tree: Any, scratch: Path, outside: Path) -> None:
    assert remove_tree(str(scratch / "missing")) == []
    (scratch / "link").symlink_to(outside)
    (scratch / "file").touch()
    for name in ("link", "file"):
        (error,) = remove_tree(str(scratch / name))
        assert isinstance(error, NotADirectoryError)
        assert error.filename == str(scratch / name)
        assert os.path.lexists(scratch / name)
    if remove_tree is removal.remove_tree:
        (scratch / "file").unlink()
        assert removal.remove_tree(str(scratch / "a" / "b")) == []


def test_members_without_permissions(
    remove_tree: Any, scratch: Path, as_user: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    def check() -> None:
        os.chdir("/")
        for mode in (0o500, 0o400, 0o300, 0o100, 0):
            inner = scratch / "top" / "middle" / "inner"
            inner.mkdir(parents=True)
            (inner / "file").touch(0o400)
            (inner / "more").mkdir()
            for path in (inner / "more", inner, inner.parent, scratch / "top"):
                path.chmod(mode)
            assert removal.remove_tree(str(scratch / "top")) == []

    as_user(check)


def test_members_without_permissions_where_nothing_can_be_pinned(
    scratch: Path, as_user: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os.path, "isdir", lambda path: False)

    def check() -> None:
        (scratch / "top" / "inner").mkdir(parents=True)
        (scratch / "top" / "inner" / "file").touch()
        (scratch / "top" / "inner").chmod(0)
        (error,) = removal.remove_tree(str(scratch / "top"))
        assert isinstance(error, PermissionError)
        assert error.filename == str(scratch / "top" / "inner")

    as_user(check)
    changed = []

    def chmod(path: Any, mode: int, *, dir_fd: int, follow_symlinks: bool) -> None:
        assert not follow_symlinks
        changed.append(path)
        genuine(path, mode, dir_fd=dir_fd)

    genuine = os.chmod
    monkeypatch.setattr(os, "chmod", chmod)
    monkeypatch.setattr(os, "supports_follow_symlinks", {chmod})

    def check_with_chmod() -> None:
        assert removal.remove_tree(str(scratch / "top")) == []
        assert changed == ["inner"]

    as_user(check_with_chmod)


def test_a_directory_that_is_not_ours(scratch: Path, as_user: Run) -> None:
    top = scratch / "top"
    (top / "theirs").mkdir(parents=True)
    (top / "theirs" / "file").touch()
    (top / "mine").touch()
    if os.geteuid() != 0:
        pytest.skip("only root can make a directory that is not ours")
    os.chown(top, 65534, 65534)

    def check() -> None:
        errors = removal.remove_tree(str(top))
        assert [(type(error), error.filename) for error in errors] == [(PermissionError, str(top / "theirs" / "file"))]
        assert os.listdir(top) == ["theirs"]

    as_user(check)


@pytest.mark.parametrize("pins", [True, False])
def test_what_is_closed_is_opened(scratch: Path, monkeypatch: pytest.MonkeyPatch, pins: bool) -> None:
    """As root, too, for whom nothing is closed."""
    (scratch / "inner").mkdir(0)
    changed = []
    genuine = os.chmod

    def chmod(path: Any, mode: int, dir_fd: int | None = None, follow_symlinks: bool = True) -> None:
        changed.append((path, follow_symlinks))
        genuine(path, mode, dir_fd=dir_fd)

    monkeypatch.setattr(os, "chmod", chmod)
    monkeypatch.setattr(os, "supports_follow_symlinks", {chmod})
    if not pins:
        monkeypatch.setattr(os.path, "isdir", lambda path: False)

    def refuse() -> None:
        raise PermissionError

    Saboteur(monkeypatch, "open", "inner", refuse)
    handle = os.open(scratch, os.O_RDONLY)
    os.close(opening.open_directory("inner", handle))
    os.close(handle)
    assert stat.S_IMODE((scratch / "inner").stat().st_mode) == 0o700
    assert [follows for _path, follows in changed] == [pins]


def test_the_directory_above_cannot_be_opened(scratch: Path) -> None:
    assert removal.remove_tree(str(scratch / "file" / "below")) == []
    (scratch / "file").touch()
    (error,) = removal.remove_tree(str(scratch / "file" / "below"))
    assert isinstance(error, NotADirectoryError)
    assert error.filename == str(scratch / "file")


def test_what_interrupts_leaves_no_descriptor(
    scratch: Path, monkeypatch: pytest.MonkeyPatch, descriptors: Callable[[], int]
) -> None:
    deep(scratch / "top", 3)

    def interrupt() -> None:
        raise KeyboardInterrupt

    Saboteur(monkeypatch, "unlink", "file", interrupt)
    with pytest.raises(KeyboardInterrupt):
        removal.remove_tree(str(scratch / "top"))


def deep(top: Path, depth: int) -> None:
    """Make a directory with *depth* others, each in the one before, and a file at the bottom."""
    top.mkdir()
    handle = os.open(top, os.O_RDONLY)
    for _ in range(depth):
        os.mkdir("d", dir_fd=handle)
        below = os.open("d", os.O_RDONLY, dir_fd=handle)
        os.close(handle)
        handle = below
    os.close(os.open("file", os.O_CREAT, dir_fd=handle))
    os.close(handle)


def test_depth_is_no_limit(scratch: Path, descriptors: Callable[[], int], forked: Run) -> None:
    deep(scratch / "top", 3000)

    def check() -> None:
        resource.setrlimit(resource.RLIMIT_NOFILE, (100, 100))
        sys.setrecursionlimit(200)
        assert removal.remove_tree(str(scratch / "top")) == []

    forked(check)
    assert os.listdir(scratch) == []


def test_width_at_depth(scratch: Path, monkeypatch: pytest.MonkeyPatch, descriptors: Callable[[], int]) -> None:
    monkeypatch.setattr(removal, "KEPT", 1)

    def grow(path: Path, depth: int) -> None:
        path.mkdir()
        (path / "file").touch()
        if depth:
            for name in "abc":
                grow(path / name, depth - 1)

    grow(scratch / "top", 5)
    assert removal.remove_tree(str(scratch / "top")) == []
    assert os.listdir(scratch) == []


class Saboteur:
    """Calls a function once, just before the removal makes a certain call."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch, call: str, name: Any, act: Callable[[], Any]) -> None:
        genuine = getattr(os, call)
        self.done = False

        def wrapped(path: Any, *arguments: Any, **named: Any) -> Any:
            if not self.done and path == name:
                self.done = True
                monkeypatch.setattr(os, call, genuine)
                act()
            return genuine(path, *arguments, **named)

        monkeypatch.setattr(os, call, wrapped)


class TestMeanwhile:
    """Things change while the tree is being removed."""

    @pytest.fixture
    def top(self, scratch: Path) -> Path:
        """A tree with some levels."""
        (scratch / "top" / "a" / "b").mkdir(parents=True)
        (scratch / "top" / "a" / "file").touch()
        (scratch / "top" / "a" / "b" / "file").touch()
        return scratch / "top"

    def test_a_directory_becomes_a_link(self, top: Path, outside: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def exchange() -> None:
            (top / "a").rename(top.parent / "elsewhere")
            (top / "a").symlink_to(outside)

        saboteur = Saboteur(monkeypatch, "open", "a", exchange)
        assert removal.remove_tree(str(top)) == []
        assert saboteur.done
        assert not top.exists()

    def test_it_is_moved_out_and_a_link_takes_its_place(
        self, top: Path, outside: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def exchange() -> None:
            (top / "a").rename(top.parent / "elsewhere")
            (top / "a").symlink_to(outside)

        saboteur = Saboteur(monkeypatch, "open", "b", exchange)
        errors = removal.remove_tree(str(top))
        assert saboteur.done
        assert [type(error) for error in errors] == [NotADirectoryError]
        assert (top / "a").is_symlink()

    def test_the_way_up_leads_elsewhere(
        self, top: Path, outside: Path, monkeypatch: pytest.MonkeyPatch, descriptors: Callable[[], int]
    ) -> None:
        monkeypatch.setattr(removal, "KEPT", 0)
        (outside / "b").mkdir()
        saboteur = Saboteur(monkeypatch, "open", "..", lambda: (top / "a" / "b").rename(outside / "b"))
        errors = removal.remove_tree(str(top))
        assert saboteur.done
        assert [error.errno for error in errors] == [errno.ESTALE]
        assert os.listdir(outside / "b") == []
        (outside / "b").rmdir()

    def test_the_way_up_is_closed(self, top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(removal, "KEPT", 0)

        def fail() -> None:
            raise PermissionError(errno.EACCES, "closed")

        Saboteur(monkeypatch, "open", "..", fail)
        (error,) = removal.remove_tree(str(top))
        assert error.strerror == "closed"

    def test_entries_vanish(self, top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        Saboteur(monkeypatch, "unlink", "file", lambda: (top / "a" / "file").unlink())
        Saboteur(monkeypatch, "open", "b", lambda: subprocess.run(["rm", "-r", top / "a" / "b"], check=True))
        assert removal.remove_tree(str(top)) == []
        assert not top.exists()

    def test_entries_appear(self, top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        Saboteur(monkeypatch, "rmdir", "a", lambda: (top / "a" / "new").mkdir())
        assert removal.remove_tree(str(top)) == []
        assert not top.exists()

    def test_entries_keep_appearing(self, top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        genuine = os.rmdir

        def rmdir(path: Any, **named: Any) -> None:
            if path == "a":
                (top / "a" / "new").touch()
            genuine(path, **named)

        monkeypatch.setattr(os, "rmdir", rmdir)
        errors = removal.remove_tree(str(top))
        assert [(error.errno, error.filename) for error in errors] == [(errno.ENOTEMPTY, str(top / "a"))]

    def test_a_file_becomes_a_directory(self, top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def exchange() -> None:
            (top / "a" / "file").unlink()
            (top / "a" / "file").mkdir()

        Saboteur(monkeypatch, "unlink", "file", exchange)
        assert removal.remove_tree(str(top)) == []
        assert not top.exists()

    def test_a_directory_and_a_file_take_turns(self, top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """There is an end to it, and to directories that appear in directories that have just appeared."""
        genuine = {call: getattr(os, call) for call in ("unlink", "open", "rmdir")}
        entry, calls = top / "a" / "file", []

        def unlink(path: Any, **named: Any) -> None:
            if path == "file" and entry.is_file():
                genuine["unlink"](entry)
                entry.mkdir()
            genuine["unlink"](path, **named)

        def rmdir(path: Any, **named: Any) -> None:
            calls.append(path)
            if path != str(top) and named:
                at = os.open(path, os.O_RDONLY, dir_fd=named["dir_fd"])
                os.mkdir("new", dir_fd=at)
                os.close(at)
            genuine["rmdir"](path, **named)

        monkeypatch.setattr(os, "unlink", unlink)
        assert removal.remove_tree(str(top)) == []
        (top / "a").mkdir(parents=True)
        monkeypatch.setattr(os, "rmdir", rmdir)
        errors = removal.remove_tree(str(top))
        assert {error.errno for error in errors} == {errno.ENOTEMPTY}
        assert len(calls) < 200

    def test_a_listing_may_show_a_part_only(self, top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        for number in range(2 * removal.ROUNDS):
            for name in ("a", "b", "c"):
                (top / f"d{number}").mkdir(exist_ok=True)
                (top / f"d{number}" / name).touch()
        genuine = os.scandir

        @contextlib.contextmanager
        def scandir(handle: int) -> Iterator[Any]:
            with genuine(handle) as entries:
                yield list(entries)[:2]

        monkeypatch.setattr(os, "scandir", scandir)
        monkeypatch.setattr(removal, "ROUNDS", 2 * removal.ROUNDS)
        assert removal.remove_tree(str(top)) == []

    def test_what_cannot_be_unlinked_is_told(self, top: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        def unlink(path: Any, **named: Any) -> None:
            (top / "a" / "file").unlink(missing_ok=True)
            raise PermissionError(errno.EPERM, "not permitted")

        (top / "a" / "b" / "file").unlink()
        Saboteur(monkeypatch, "unlink", "file", lambda: unlink("file"))
        (error,) = removal.remove_tree(os.fsencode(top))
        assert (error.errno, error.filename) == (errno.EPERM, os.fsencode(top / "a" / "file"))


def test_another_file_system_is_left_alone(scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (scratch / "top" / "mounted" / "inner").mkdir(parents=True)
    inode = (scratch / "top" / "mounted").stat().st_ino
    genuine = os.fstat

    def fstat(handle: int) -> os.stat_result:
        status = list(genuine(handle))
        if status[stat.ST_INO] == inode:
            status[stat.ST_DEV] += 1
        return os.stat_result(status)

    monkeypatch.setattr(os, "fstat", fstat)
    (error,) = removal.remove_tree(str(scratch / "top"))
    assert (error.errno, error.filename) == (errno.EBUSY, str(scratch / "top" / "mounted"))
    assert (scratch / "top" / "mounted" / "inner").exists()


@pytest.mark.parametrize("call", ["scandir", "fchmod", "open"])
def test_whatever_fails_is_told(scratch: Path, monkeypatch: pytest.MonkeyPatch, call: str) -> None:
    (scratch / "top").mkdir(0o300)
    (scratch / "top" / "file").touch()

    def fail(*arguments: Any, **named: Any) -> Any:
        raise OSError(errno.EIO, "broken")

    monkeypatch.setattr(os, call, fail)
    errors = removal.remove_tree(str(scratch / "top"))
    if call == "fchmod":
        assert errors == []
    else:
        assert [error.errno for error in errors[:1]] == [errno.EIO]


def test_an_entry_of_unknown_kind() -> None:
    class Entry:
        def is_dir(self, follow_symlinks: bool) -> bool:
            raise PermissionError

    assert removal.is_directory(Entry()) is False  # type: ignore[arg-type]
