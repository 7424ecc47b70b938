"""The inputs that vary: plain data, so that an example can be stored and tried again."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, TypeVar

from hypothesis import strategies as st

T = TypeVar("T")

umasks = st.one_of(st.sampled_from([0o000, 0o022, 0o077, 0o002, 0o777]), st.integers(0, 0o777))
"""Any umask."""

owner_umasks = st.builds(lambda group, other: group * 8 + other, st.integers(0, 7), st.integers(0, 7))
"""Umasks that leave the owner's bits alone."""

data = st.one_of(
    st.sampled_from([b"", b"\x00", b"\r\n\n\r", b"\x1a tail", bytes(range(256))]), st.binary(max_size=2000)
)
"""File contents."""

characters = st.one_of(
    st.integers(0x20, 0x7E), st.integers(0x00, 0xD7FF), st.integers(0xE000, 0x10FFFF), st.just(0x0A)
).map(chr)
"""Any character but the lone surrogates. (Hypothesis's own looks through all of Unicode first, in every worker.)"""


def words(character: st.SearchStrategy[str], *, min_size: int = 0, max_size: int = 20) -> st.SearchStrategy[str]:
    """Texts of these characters."""
    return st.lists(character, min_size=min_size, max_size=max_size).map("".join)


fragments = st.one_of(
    st.sampled_from(
        ["", ".", "..", "-", "-rf ", "a b", ".txt", "~", "%s", "$HOME", "*", "'", '"', "é", "日本", "\n", "XXXXXX"]
    ),
    words(characters.filter(lambda character: character not in "/\\\0")),
)
"""Prefixes and suffixes without a separator, at most 80 bytes in UTF-8."""


def several(one: st.SearchStrategy[T]) -> st.SearchStrategy[list[T]]:
    """Values to be tried one after the other in a single trial, which costs more than a call."""
    return st.lists(one, min_size=1, max_size=10)


plain_fragments = words(st.sampled_from("abcXYZ019-_. ,+é"))
"""Prefixes and suffixes that any file system takes."""


@dataclass(frozen=True)
class Place:
    """A directory and a way to name it.

    `scene` creates it, `argument` is what the implementation is given, `real` where that leads; "@" is the trial's
    private directory, `cwd` the working directory.
    """

    scene: tuple[dict[str, Any], ...]
    argument: str
    real: str
    cwd: str = "@"


def _folder(*paths: str) -> tuple[dict[str, Any], ...]:
    return tuple({"kind": "directory", "path": path} for path in paths)


def _link(path: str, target: str) -> dict[str, Any]:
    return {"kind": "symlink", "path": path, "target": target}


PLACES = {
    "plain": Place(_folder("@/d"), "@/d", "@/d"),
    "deep": Place(_folder("@/a", "@/a/b", "@/a/b/c", "@/a/b/c/d"), "@/a/b/c/d", "@/a/b/c/d"),
    "spaces": Place(_folder("@/a  b "), "@/a  b ", "@/a  b "),
    "quotes": Place(_folder('@/it\'s "$HOME" `x`;'), '@/it\'s "$HOME" `x`;', '@/it\'s "$HOME" `x`;'),
    "not ASCII": Place(_folder("@/é-日本"), "@/é-日本", "@/é-日本"),
    "leading dash": Place(_folder("@/-rf"), "-rf", "@/-rf"),
    "trailing separator": Place(_folder("@/d"), "@/d/", "@/d"),
    "doubled separator": Place(_folder("@/d", "@/d/e"), "@/d//e", "@/d/e"),
    "relative": Place(_folder("@/d", "@/tmp/d"), "d", "@/d"),
    "tilde": Place(_folder("@/~"), "~", "@/~"),
    "relative and deep": Place(_folder("@/d", "@/d/e"), "./d/e", "@/d/e"),
    "the working directory": Place(_folder("@/d"), ".", "@/d", "@/d"),
    "the parent directory": Place(_folder("@/d", "@/d/e"), "..", "@/d", "@/d/e"),
    "upwards": Place(_folder("@/d", "@/e"), "@/d/../e", "@/e"),
    "relative and upwards": Place(_folder("@/d", "@/e"), "../e", "@/e", "@/d"),
    "symbolic link": Place((*_folder("@/d"), _link("@/l", "@/d")), "@/l", "@/d"),
    "relative symbolic link": Place((*_folder("@/d"), _link("@/r", "d")), "r", "@/d"),
}
"""Directories, and ways to name them, by what is special about them. Their scenes go together in one trial."""

LINKED_PLACES = {
    "upwards from a link": Place(
        (*_folder("@/x", "@/x/y", "@/x/z", "@/z"), _link("@/l", "@/x/y")), "@/l/../z", "@/x/z"
    ),
    "relative, upwards from a link": Place(
        (*_folder("@/x", "@/x/y", "@/x/z", "@/z"), _link("@/r", "x/y")), "r/../z", "@/x/z"
    ),
    "up from a link": Place((*_folder("@/x", "@/x/y"), _link("@/l", "@/x/y")), "@/l/..", "@/x"),
}
"""Places where removing '..' from the text leads elsewhere than the operating system goes."""
