"""The contract as data: complete, consistent, and every guarantee with a check."""

from __future__ import annotations

import pytest
from tempfile_conformance import contract
from tempfile_conformance.checks import registry
from tempfile_conformance.contract import EDITIONS

UNCHECKED = {
    "search.platform-list-riscos": "RISC OS only; recorded for the text's sake",
}


def test_every_check_tries_a_guarantee_that_exists() -> None:
    assert set(registry.load()) <= set(contract.load().guarantees)


def test_every_guarantee_has_a_check() -> None:
    assert set(contract.load().guarantees) - set(registry.load()) == set(UNCHECKED)


def test_every_check_says_what_it_does() -> None:
    for check in registry.load().values():
        assert check.doc.endswith("."), check.name


def test_security_weight_carries_a_weakness_class() -> None:
    for item in contract.load().guarantees.values():
        if item.severity == "critical":
            assert item.cwe, item.id


def test_editions_decide_what_is_promised() -> None:
    guarantees = contract.load().guarantees
    six = guarantees["names.six-random-characters"]
    assert six.holds_for("2.7")
    assert not six.holds_for("3.8")
    assert six.inapplicable("3.8", "posix") == "promised by 2.7, not by 3.8"
    size = guarantees["SpooledTemporaryFile.truncate-with-size"]
    assert [edition for edition in EDITIONS if not size.holds_for(edition)] == ["2.7"]
    assert guarantees["mkstemp.owner-only"].inapplicable("2.7", "windows") == "promised on posix only"
    assert guarantees["mkstemp.owner-only"].inapplicable("3.14", "posix") is None


def test_patterns_select_and_suggest() -> None:
    book = contract.load()
    assert {item.chapter for item in book.select(["mkstemp.*"])} == {"mkstemp"}
    assert len(book.select()) == len(book.guarantees)
    with pytest.raises(LookupError, match=r"mkstemp\.owner-only"):
        book.select(["mkstemp.owner-onyl"])


def test_every_listed_value_is_tried_whatever_the_profile() -> None:
    check = registry.load()["NamedTemporaryFile.delete-false"]
    ends = {case["end"] for case in check.cases}
    assert ends == {"close", "drop", "leave", "return", "_exit"}
    assert "end" not in check.strategies
