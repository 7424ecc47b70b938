"""Every sentence of the documentation is accounted for, and every guarantee stands in one."""

from __future__ import annotations

import re
import tomllib
from collections import Counter
from importlib import resources
from typing import Any

import pytest

CONTRACT = resources.files("tempfile_conformance.contract")

FILES = ("module", "TemporaryFile", "NamedTemporaryFile", "SpooledTemporaryFile")

SECTIONS = {
    "2.7": (*FILES, "mkstemp", "mkdtemp", "mktemp", "tempdir", "gettempdir", "template", "gettempprefix"),
    "3.14": (
        *(*FILES, "TemporaryDirectory", "mkstemp", "mkdtemp"),
        *("gettempdir", "gettempdirb", "gettempprefix", "gettempprefixb", "tempdir"),
        *("examples", "deprecated", "mktemp"),
    ),
}
"""The sections of each edition, in its order."""


def _tables(folder: Any) -> dict[str, dict[str, Any]]:
    return {
        entry.name.removesuffix(".toml"): tomllib.loads(entry.read_text(encoding="utf-8"))
        for entry in folder.iterdir()
        if entry.name.endswith(".toml")
    }


GUARANTEES = {item["id"]: item for chapter in _tables(CONTRACT).values() for item in chapter["guarantee"]}
TEXTS = _tables(CONTRACT / "text")

every_text = pytest.mark.parametrize("edition", sorted(TEXTS))


def test_the_text_that_the_contract_was_started_from_is_there() -> None:
    assert "2.7" in TEXTS


@every_text
def test_a_file_is_named_after_its_edition_and_says_whose_text_it_quotes(edition: str) -> None:
    assert TEXTS[edition]["edition"] == edition
    assert TEXTS[edition]["source"]
    assert "Python Software Foundation" in TEXTS[edition]["license"]


def _holds(name: str, edition: str) -> bool:
    since, until = GUARANTEES[name]["since"], GUARANTEES[name].get("until", "99")
    return _number(since) <= _number(edition) <= _number(until)


def _number(edition: str) -> tuple[int, ...]:
    return tuple(map(int, edition.split(".")))


@every_text
def test_every_promise_of_an_edition_stands_in_its_text(edition: str) -> None:
    named = {name for sentence in TEXTS[edition]["sentence"] for name in sentence.get("guarantees", ())}
    assert [name for name in GUARANTEES if _holds(name, edition) and name not in named] == []


def test_every_guarantee_stands_in_some_text() -> None:
    sentences = [sentence for text in TEXTS.values() for sentence in text["sentence"]]
    named = {name for sentence in sentences for name in sentence.get("guarantees", ())}
    assert [name for name in GUARANTEES if name not in named] == []


@every_text
def test_every_guarantee_that_a_sentence_names_exists_and_is_named_once(edition: str) -> None:
    for sentence in TEXTS[edition]["sentence"]:
        names = sentence.get("guarantees", [])
        assert [name for name in names if name not in GUARANTEES] == [], sentence["text"]
        assert len(names) == len(set(names)), sentence["text"]


@every_text
def test_no_sentence_makes_a_promise_of_a_later_edition(edition: str) -> None:
    for sentence in TEXTS[edition]["sentence"]:
        for name in sentence.get("guarantees", ()):
            assert _number(GUARANTEES[name]["since"]) <= _number(edition), (name, sentence["text"])


@every_text
def test_every_sentence_promises_something_or_says_why_not(edition: str) -> None:
    for sentence in TEXTS[edition]["sentence"]:
        assert set(sentence) in ({"section", "text", "guarantees"}, {"section", "text", "none"}), sentence
        assert sentence.get("guarantees") or sentence.get("none", "").strip(), sentence["text"]
        assert "\n" not in sentence.get("none", "")


@every_text
def test_no_section_has_a_sentence_twice(edition: str) -> None:
    seen = Counter((sentence["section"], sentence["text"]) for sentence in TEXTS[edition]["sentence"])
    assert [key for key, count in seen.items() if count > 1] == []


@every_text
def test_sentences_are_in_the_order_of_the_documentation_and_normalised(edition: str) -> None:
    sections = list(dict.fromkeys(sentence["section"] for sentence in TEXTS[edition]["sentence"]))
    assert sections == list(SECTIONS[edition])
    for sentence in TEXTS[edition]["sentence"]:
        assert sentence["text"] == " ".join(sentence["text"].split())
        assert not re.search(r":\w+:`", sentence["text"]), "an RST role is left"
