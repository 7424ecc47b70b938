"""The file that stays in memory until it is too large for that."""

import csv
import gc
import io
import os
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import tempfile_reference
from hypothesis import given, settings
from hypothesis import strategies as st
from tempfile_reference import _spooled, python2

#: The same examples at every run, however slow the machine.
STEADY = settings(derandomize=True, database=None, deadline=None, max_examples=150)

MODES = ["w+b", "r+b", "wb", "ab", "a+b", "rb", "xb"]

steps = st.one_of(
    st.tuples(st.just("write"), st.binary(max_size=12)),
    st.tuples(st.just("writelines"), st.lists(st.binary(max_size=4), max_size=3)),
    st.tuples(st.just("seek"), st.integers(-6, 20), st.integers(0, 2)),
    st.tuples(st.just("truncate")),
    st.tuples(st.just("truncate"), st.integers(-1, 20)),
    st.tuples(st.just("read"), st.integers(-1, 6)),
    st.tuples(st.just("readline")),
    st.tuples(st.just("readlines")),
    st.tuples(st.just("tell")),
    st.tuples(st.just("rollover")),
    st.tuples(st.just("flush")),
)


def attempt(file: Any, step: tuple[Any, ...]) -> Any:
    """What a step returns, or the class of its error."""
    name, *arguments = step
    if name == "rollover":
        if hasattr(file, "rollover"):
            file.rollover()
        return None
    try:
        return getattr(file, name)(*arguments)
    except OSError as error:  # io.UnsupportedOperation is one
        return OSError, getattr(error, "errno", None)


@STEADY
@given(st.sampled_from(MODES), st.integers(0, 15), st.lists(steps, max_size=12))
def test_it_behaves_as_a_file_on_disk(mode: str, max_size: int, sequence: list[tuple[Any, ...]]) -> None:
    with (
        tempfile_reference.SpooledTemporaryFile(max_size, mode) as spooled,
        tempfile_reference.TemporaryFile(mode) as plain,
    ):
        for step in sequence:
            assert attempt(spooled, step) == attempt(plain, step)
            # Where data is appended that is still in a buffer, `tell` cannot know.
            for file in (spooled, plain):
                file.flush()
            if not spooled._rolled:
                assert isinstance(spooled._file, io.BytesIO)
                assert max_size == 0 or len(spooled._file.getvalue()) <= max_size
        rolled_by_hand = ("rollover",) in sequence
        assert not spooled._rolled or rolled_by_hand or max_size
        assert spooled.readable() == plain.readable()
        assert spooled.writable() == plain.writable()
        if spooled.readable():
            spooled.seek(0)
            plain.seek(0)
            assert spooled.read() == plain.read()


text_steps = st.one_of(
    st.tuples(st.just("write"), st.text("aé\n\r€", max_size=6)),
    st.tuples(st.just("seek"), st.just(0), st.sampled_from([0, 2])),
    st.tuples(st.just("truncate"), st.sampled_from([0, 4, 8])),
    st.tuples(st.just("rollover")),
    st.tuples(st.just("flush")),
)


@STEADY
@given(
    st.sampled_from(["w+", "a+", "w"]),
    st.sampled_from(["utf-8", "utf-16-le", "latin-1"]),
    st.sampled_from([None, "", "\n", "\r\n"]),
    st.integers(0, 15),
    st.lists(text_steps, max_size=10),
)
def test_text_behaves_as_a_file_on_disk(
    mode: str, encoding: str, newline: str | None, max_size: int, sequence: list[tuple[Any, ...]]
) -> None:
    options: dict[str, Any] = {"encoding": encoding, "newline": newline, "errors": "replace"}
    with (
        tempfile_reference.SpooledTemporaryFile(max_size, mode, **options) as spooled,
        tempfile_reference.TemporaryFile(mode, **options) as plain,
    ):
        for step in sequence:
            assert attempt(spooled, step) == attempt(plain, step)
            if spooled.readable() and step[0] == "write":  # a text file is read reliably only after seeking
                position = spooled.tell(), plain.tell()
                spooled.seek(0), plain.seek(0)
                assert (spooled.readline(), spooled.read()) == (plain.readline(), plain.read())
                spooled.seek(position[0]), plain.seek(position[1])
            if not spooled._rolled:
                assert isinstance(spooled._file, io.TextIOWrapper)
                assert max_size == 0 or len(spooled._file.buffer.getvalue()) <= max_size  # type: ignore[attr-defined]
        for file in (spooled, plain):
            file.flush()
        assert (spooled.encoding, spooled.errors) == (encoding, "replace")
        assert spooled.newlines == plain.newlines


def test_exactly_the_limit_stays_in_memory(api: Any) -> None:
    for data in (b"12345", b"1" * 5):
        with api.SpooledTemporaryFile(max_size=5) as file:
            file.write(data)
            assert not file._rolled
            assert file.name is None
            assert file.mode == "w+b"
            file.write(b"6")
            assert file._rolled
            assert file.mode == "rb+"
            assert file.tell() == 6
            assert type(file._file) is io.BufferedRandom


def test_no_limit(api: Any) -> None:
    with api.SpooledTemporaryFile() as file:
        file.write(b"x" * 100000)
        assert not file._rolled
        assert file.fileno() == file._file.fileno()
        assert file._rolled
        file.rollover()


def test_whoever_keeps_a_method_keeps_writing_to_the_file(modern: Any) -> None:
    with modern.SpooledTemporaryFile(20, "w+", newline="") as file:
        writer = csv.writer(file)
        for number in range(20):
            writer.writerow([number, number])
        file.seek(0)
        assert len(list(file)) == 20


def test_a_rollover_that_fails_loses_nothing(
    modern: Any, scratch: Path, monkeypatch: pytest.MonkeyPatch, descriptors: Callable[[], int]
) -> None:
    for mode, data in (("w+b", b"contents"), ("w+", "contents")):
        with modern.SpooledTemporaryFile(3, mode, dir=str(scratch / "missing")) as file:
            with pytest.raises(FileNotFoundError):
                file.write(data)
            assert not file._rolled
            file.seek(0)
            assert file.read() == data

    class Full(io.BytesIO):
        def write(self, data: Any) -> int:
            raise OSError(28, "full")

        def close(self) -> None:
            super().close()
            raise OSError(28, "full again")

    monkeypatch.setattr(modern, "TemporaryFile", lambda *arguments, **named: Full())
    with modern.SpooledTemporaryFile() as file:
        file.write(b"contents")
        file.seek(2)
        with pytest.raises(OSError, match=r"full$"):
            file.rollover()
        assert file.read() == b"ntents"


@pytest.mark.parametrize("rolled", [True, False])
@pytest.mark.parametrize("mode", ["w+b", "w+"])
def test_collection(modern: Any, rolled: bool, mode: str, descriptors: Callable[[], int]) -> None:
    gc.disable()
    try:
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            file = modern.SpooledTemporaryFile(mode=mode)
            if rolled:
                file.rollover()
            del file
        assert [warning.category for warning in caught] == [ResourceWarning]
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            python2.SpooledTemporaryFile(mode=mode)
        assert caught == []
    finally:
        gc.enable()


def test_what_cannot_be_made(modern: Any) -> None:
    for arguments in ({"mode": "q"}, {"mode": "rwb"}, {"mode": "w", "encoding": "no-such"}):
        with pytest.raises((ValueError, LookupError)):
            modern.SpooledTemporaryFile(**arguments)


def test_an_iterator_goes_on_after_the_rollover(api: Any) -> None:
    for mode, lines in (("w+b", [b"a\n", b"b\n", b"c"]), ("w+", ["a\n", "b\n", "c"])):
        with api.SpooledTemporaryFile(mode=mode) as file:
            file.writelines(lines)
            file.seek(0)
            seen = []
            for line in file:
                seen.append(line)
                file.fileno()
            assert seen == lines


def test_with(api: Any) -> None:
    with api.SpooledTemporaryFile() as file:
        file.write(b"a\nb\nc")
        file.seek(0)
        assert next(file) == b"a\n"
        assert list(file) == [b"b\n", b"c"]
        buffer = bytearray(2)
        file.seek(0)
        assert (file.readinto(buffer), buffer) == (2, b"a\n")
        assert (file.readinto1(buffer), buffer) == (2, b"b\n")
        assert file.read1(1) == b"c"
        assert not file.isatty()
        assert file.seekable()
        with pytest.raises(io.UnsupportedOperation):
            file.detach()
    assert file.closed
    with pytest.raises(ValueError, match="closed"):
        file.write(b"")
    with pytest.raises(ValueError, match="closed"), file:
        pass


def test_its_signatures_and_generic_alias(modern: Any) -> None:
    assert modern.SpooledTemporaryFile[bytes].__origin__ is modern.SpooledTemporaryFile
    with python2.SpooledTemporaryFile() as file:
        file.write(b"abc")
        file.seek(1)
        with pytest.raises(TypeError):
            file.truncate(1)  # type: ignore[call-arg]
        file.truncate()
        assert file.tell() == 1
        file.seek(0)
        assert file.read() == b"a"


def test_the_part_that_creates_the_file_is_left_to_subclasses() -> None:
    file = _spooled.Spooled()
    file._begin(0, "w+b", None, None, None)
    with file, pytest.raises(NotImplementedError):
        file.rollover()


def test_a_subclass_may_override_write(modern: Any) -> None:
    class Counting(modern.SpooledTemporaryFile):  # type: ignore[misc,name-defined]
        calls = 0

        def write(self, data: Any) -> int:
            self.calls += 1
            return int(super().write(data))

    with Counting(4) as file:
        file.write(b"abc")
        file.write(b"def")
        assert file.calls == 2
        assert file._rolled
        assert os.fstat(file.fileno()).st_nlink == 0
