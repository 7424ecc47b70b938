"""How a name is chosen."""

import collections
import os
import threading
from collections.abc import Callable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tempfile_reference import _names

#: The same examples at every run, however slow the machine.
STEADY = settings(derandomize=True, database=None, deadline=None, max_examples=150)

alphabets = st.text(st.characters(min_codepoint=33, max_codepoint=126), min_size=1).map(
    lambda text: "".join(dict.fromkeys(text))
)


@STEADY
@given(alphabets, st.integers(0, 400))
def test_as_many_characters_as_asked_for_all_from_the_alphabet(alphabet: str, count: int) -> None:
    characters = _names.random_characters(alphabet, count)
    assert len(characters) == count
    assert set(characters) <= set(alphabet.encode())


@STEADY
@given(st.integers(1, 9), st.integers(0, 30))
def test_a_block_is_cut_into_names(length: int, count: int) -> None:
    block = _names.random_characters("abcdefghij", length * count)
    names = _names.cut(block, length)
    assert "".join(names).encode() == block
    assert [len(name) for name in names] == [length] * count


@STEADY
@given(alphabets)
def test_no_character_is_likelier_than_another(alphabet: str) -> None:
    characters, unusable = _names.translation(alphabet)
    usable = bytes(range(256)).translate(characters, unusable)
    counts = collections.Counter(usable)
    assert set(counts) == set(alphabet.encode())
    assert len(set(counts.values())) == 1


def test_bytes_that_are_all_unusable_do_not_end_the_search(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = iter([b"\xff" * 9, b"\xff" * 3, b"abc" * 40])
    monkeypatch.setattr(_names, "random_bytes", lambda count: next(answers))
    assert len(_names.random_characters(_names.MODERN_ALPHABET, 8)) == 8


def test_names_have_their_length_and_alphabet() -> None:
    for names, length, alphabet in (
        (_names.MODERN, 8, "abcdefghijklmnopqrstuvwxyz0123456789_"),
        (_names.PYTHON2, 6, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"),
    ):
        drawn = [names.next() for _ in range(2000)]
        assert {len(name) for name in drawn} == {length}
        assert set("".join(drawn)) == set(alphabet)
        assert isinstance(names.next_bytes(), bytes)


def test_one_system_call_serves_a_whole_block(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    monkeypatch.setattr(_names, "random_bytes", lambda count: calls.append(count) or os.urandom(count))
    names = _names.Names("ab", 4)
    for _ in range(_names.BLOCK * 3):
        names.next()
    assert len(calls) == 3


def test_no_name_is_handed_out_twice_to_threads() -> None:
    names = _names.Names(_names.MODERN_ALPHABET, 12)
    drawn: list[list[str]] = [[] for _ in range(8)]
    start = threading.Barrier(len(drawn))

    def draw(into: list[str]) -> None:
        start.wait()
        into.extend(names.next() for _ in range(1000))

    threads = [threading.Thread(target=draw, args=(into,)) for into in drawn]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    everything = [name for into in drawn for name in into]
    assert len(set(everything)) == len(everything) == 8000


@pytest.mark.skipif(not hasattr(os, "fork"), reason="no fork")
@pytest.mark.parametrize("names", [_names.MODERN, _names.PYTHON2])
def test_parent_and_child_draw_different_names(
    names: _names.Names, forked: Callable[[Callable[[], Any]], None]
) -> None:
    names.next()  # there is a stock to share
    read, write = os.pipe()
    forked(lambda: os.write(write, " ".join(names.next() for _ in range(50)).encode()))
    os.close(write)
    with open(read) as pipe:
        child = set(pipe.read().split())
    assert len(child) == 50
    assert not child & {names.next() for _ in range(300)}
