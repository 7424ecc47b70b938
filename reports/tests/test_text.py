"""Strings from strangers."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tempfile_reports.markdown import code, escape
from tempfile_reports.text import as_json, shorten, visible, visible_lines

ANY = st.text(st.characters(codec=None, categories=None))


@given(ANY)
def test_nothing_but_printable_characters_come_out(text):
    assert visible(text).isprintable()
    assert visible_lines(text).replace("\n", "").isprintable()
    visible(text).encode("utf-8")


@given(st.text(st.characters(min_codepoint=32, max_codepoint=126)))
def test_plain_text_stays(text):
    assert visible(text) == text


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\nb\tc", r"a\nb\tc"),
        ("\x1b[31m", r"\x1b[31m"),
        ("\udc80", r"\udc80"),
        ("\u202eexe", r"\u202eexe"),
        ("\U000e0041", r"\U000e0041"),
        ("grüße, 世界", "grüße, 世界"),
    ],
)
def test_what_acts_becomes_visible(text, shown):
    assert visible(text) == shown


def test_long_text_is_cut_where_everybody_sees_it():
    shown = shorten("a" * 500_000 + "b" * 500_000, 1000)
    assert len(shown) < 1100
    assert shown.startswith("aaa")
    assert shown.endswith("bbb")
    assert "999,000 of 1,000,000 characters left out" in shown
    assert shorten("x" * 50, 10) == "xxxxxxxxx…"
    assert shorten("x" * 10, 10) == "x" * 10


def test_many_lines_are_counted():
    assert visible_lines("\n".join("abcdef"), lines=2) == "a\nb\n… [4 more lines]"


def test_values_become_json_and_never_raise():
    assert as_json({"a": [1, "\x1b"]}) == r'{"a": [1, "\u001b"]}'
    assert as_json(object()).startswith("<object")


@given(ANY)
def test_markdown_spans_cannot_be_left(text):
    span = code(text)
    assert "\n" not in span
    assert "|" not in span
    fence = len(span) - len(span.lstrip("`"))
    if fence:
        assert span.endswith("`" * fence)
        assert "`" * fence not in span[fence:-fence]


@given(ANY)
def test_markdown_text_has_no_bare_markup(text):
    for char in "`*_<>[]|#@":
        shown = escape(text)
        place = shown.find(char)
        while place >= 0:
            before = shown[:place]
            slashes = len(before) - len(before.rstrip("\\"))
            assert slashes % 2 or shown[place - 1 : place + 1] == "&#"
            place = shown.find(char, place + 1)
