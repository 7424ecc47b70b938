"""What callers may pass, and what becomes of it."""

import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
import tempfile_reference
from hypothesis import given, settings
from hypothesis import strategies as st
from tempfile_reference import _arguments, python2

#: The same examples at every run, however slow the machine.
STEADY = settings(derandomize=True, database=None, deadline=None, max_examples=150)

values = st.sampled_from([None, "x", b"x", "", b""])


def create(api: Any, **arguments: Any) -> str:
    descriptor, path = api.mkstemp(**arguments)
    os.close(descriptor)
    os.unlink(path)
    return path  # type: ignore[no-any-return]


@STEADY
@given(values, values, st.sampled_from([None, "/a", b"/a", Path("/a")]), st.sampled_from(["/d", b"/d"]))
def test_one_type_or_a_type_error(suffix: Any, prefix: Any, directory: Any, default: Any) -> None:
    given_types = {
        bytes if isinstance(value, bytes) else str for value in (suffix, prefix, directory) if value is not None
    }
    names = tempfile_reference._names.MODERN
    arguments = (suffix, prefix, directory, default, "tmp", names)
    if len(given_types) == 2:
        with pytest.raises(TypeError):
            _arguments.place(*arguments)
        return
    expected = given_types.pop() if given_types else type(default)
    where, head, tail, name = _arguments.place(*arguments)
    assert {type(where), type(head), type(tail), type(name())} == {expected}
    assert os.fsdecode(head) == ("/d/" if directory is None else "/a/") + os.fsdecode(
        "tmp" if prefix is None else prefix
    )
    assert os.fsdecode(tail) == os.fsdecode(suffix or "")


@pytest.mark.parametrize("wrong", [1, 1.5, ["a"], bytearray(b"a"), object()])
def test_nothing_but_strings(modern: Any, wrong: Any) -> None:
    for parameter in ("suffix", "prefix", "dir"):
        with pytest.raises(TypeError):
            modern.mkstemp(**{parameter: wrong})
    modern.tempdir = wrong
    with pytest.raises(TypeError):
        modern.mkstemp()


def test_a_path_like_tempdir_is_refused(modern: Any, scratch: Path) -> None:
    modern.tempdir = scratch
    with pytest.raises(TypeError):
        modern.mkstemp()


def test_the_type_of_tempdir_decides_if_nothing_else_does(modern: Any, scratch: Path) -> None:
    modern.tempdir = os.fsencode(scratch)
    assert isinstance(create(modern), bytes)
    assert isinstance(create(modern, suffix="x"), str)
    assert modern.gettempdir() == str(scratch)
    assert modern.gettempdirb() == os.fsencode(scratch)
    assert modern.gettempprefixb() == b"tmp"


@pytest.mark.parametrize("affix", ["/", "a/b", "/etc/x", "../x", "x/"])
def test_separators_are_refused(api: Any, affix: str, scratch: Path) -> None:
    for function in (api.mkstemp, api.mkdtemp, api.mktemp, api.NamedTemporaryFile, api.TemporaryFile):
        for parameter in ("suffix", "prefix"):
            with pytest.raises(ValueError, match="must not contain"):
                function(**{parameter: affix})
    assert os.listdir(scratch) == []


def test_a_relative_directory_is_that_of_the_moment(api: Any, scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for place in ("one", "two"):
        (scratch / place / "below").mkdir(parents=True)
        monkeypatch.chdir(scratch / place)
        api.tempdir = "below"
        for arguments in ({}, {"dir": "below"}, {"dir": "./below//"}, {"dir": "below", "prefix": "p"}):
            assert os.path.dirname(create(api, **arguments)) == str(scratch / place / "below")
        assert os.path.dirname(create(api, dir="")) == str(scratch / place)
        assert os.path.dirname(api.mktemp(dir=".")) == str(scratch / place)
        made = api.mkdtemp(dir="below")
        assert os.path.isabs(made)


def test_relative_bytes(modern: Any, scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (scratch / "below").mkdir()
    monkeypatch.chdir(scratch)
    assert create(modern, dir=b"below").startswith(os.fsencode(scratch) + b"/below/tmp")  # type: ignore[arg-type]
    assert create(modern, dir=b"below/..").startswith(os.fsencode(scratch) + b"/below/../tmp")  # type: ignore[arg-type]
    modern.tempdir = b"below"
    assert isinstance(create(modern), bytes)


def test_behind_a_link_dots_mean_what_the_system_says(api: Any, scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (scratch / "real" / "deep").mkdir(parents=True)
    (scratch / "link").symlink_to("real/deep")
    monkeypatch.chdir(scratch)
    for directory in ("link/..", str(scratch / "link" / "..")):
        descriptor, path = api.mkstemp(dir=directory)
        os.close(descriptor)
        assert os.path.isabs(path)
        assert os.path.samefile(os.path.dirname(path), scratch / "real")
        assert os.listdir(scratch / "real") != ["deep"]
        os.unlink(path)


def test_mktemp_takes_neither_bytes_nor_none(modern: Any) -> None:
    for arguments in ({"suffix": b""}, {"prefix": b"x"}, {"suffix": None}, {"prefix": None}, {"dir": b"/"}):
        with pytest.raises(TypeError):
            modern.mktemp(**arguments)


def test_the_remembered_answers_know_str_from_bytes() -> None:
    program = """
import os
import tempfile_reference as reference
for default in "/tmp", b"/tmp":
    reference.tempdir = default
    for suffix in "x", b"x":
        path = reference.mkdtemp(suffix)
        os.rmdir(path)
        assert type(path) is type(suffix)
"""
    subprocess.run([sys.executable, "-bb", "-W", "error", "-c", program], check=True)


class TestPython2:
    """The 2.7 shape has its own defaults."""

    def test_template_is_read_at_each_call(self, scratch: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(python2, "tempdir", str(scratch))
        for template, prefix in (("tmp", "tmp"), ("@hello", "@hello"), (b"b", "b"), (None, "tmp")):
            monkeypatch.setattr(python2, "template", template)
            assert python2.gettempprefix() == prefix
            for path in (python2.mktemp(), create(python2), python2.mkdtemp()):
                assert os.path.basename(path)[:-6] == prefix
            with python2.NamedTemporaryFile() as file:
                assert os.path.basename(file.name)[:-6] == prefix
            assert os.path.basename(python2.mktemp(prefix="tmp")).startswith("tmp")
            assert os.path.basename(python2.mktemp("", "tmp" + "x")).startswith("tmpx")

    def test_str_and_bytes_are_one(self, scratch: Path) -> None:
        assert create(python2, suffix=b".x", prefix="p", dir=scratch).endswith(".x")

    def test_there_is_no_temporary_directory(self) -> None:
        assert not hasattr(python2, "TemporaryDirectory")

    def test_text_is_stored_as_it_is(self, scratch: Path) -> None:
        for bufsize in (-1, 0, 1, 4096):
            with python2.NamedTemporaryFile("w+", bufsize, dir=scratch) as file:
                file.write("a\r\nb\n")
                file.seek(0)
                assert file.read() == "a\r\nb\n"

    def test_unbuffered_means_at_once(self, scratch: Path) -> None:
        for mode, data in (("w+b", b"x\n"), ("w+", "x\n"), ("w+t", "x\n")):
            for bufsize in (0, 1):
                with python2.NamedTemporaryFile(mode, bufsize, dir=scratch) as file:
                    file.write(data)
                    assert Path(file.name).read_bytes() == b"x\n"
