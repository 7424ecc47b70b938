"""Verdicts over versions."""

import msgspec
import pytest
from tempfile_reports import Document, Implementation, Outcome
from tempfile_reports.history import histories, version, version_key

from . import samples

P, F = Outcome.PASS, Outcome.FAIL


def judged(runtime, edition, outcome, **fields):
    made = Implementation(name="tempfile", runtime=f"CPython {runtime}")
    verdicts = [samples.verdict("m.a", outcome), samples.verdict("m.b", P)]
    return samples.run(verdicts, implementation=made, edition=edition, **fields)


def document(*runs):
    return Document(guarantees={"m.a": samples.guarantee("m"), "m.b": samples.guarantee("m")}, runs=list(runs))


def test_versions_in_order_and_only_what_changed():
    runs = [judged("3.10.1", "3.10", P), judged("3.9.2", "3.9", F), judged("3.14.0rc1", "3.14", P)]
    (found,) = histories(document(*runs))
    assert found.versions == ("3.9.2", "3.10.1", "3.14.0rc1")
    assert found.runs == (1, 0, 2)
    assert found.broken == (1, 0, 0)
    assert [row.id for row in found.rows] == ["m.a"]
    assert found.unchanged == 1
    assert "each held against its own edition" in found.title


def test_one_edition_for_all_is_a_history_of_its_own():
    runs = [judged(v, e, P) for v in ("3.9.2", "3.10.1") for e in ("2.7", v.rpartition(".")[0])]
    assert [h.title.rpartition(", ")[2] for h in histories(document(*runs))] == [
        "held against edition 2.7",
        "each held against its own edition",
    ]


def test_the_latest_run_of_a_version_stands_for_it():
    runs = [
        judged("3.9.2", "3.9", F, started="2025-01-02T00:00:00Z"),
        judged("3.9.2", "3.9", P, started="2025-01-01T00:00:00Z"),
        judged("3.10.1", "3.10", P),
    ]
    (found,) = histories(document(*runs))
    assert found.runs == (0, 2)


def test_one_version_is_no_history():
    assert histories(document(judged("3.9.2", "3.9", P))) == []
    assert histories(document()) == []


@pytest.mark.parametrize(
    ("runtime", "expected"), [("CPython 3.11.7", "3.11.7"), ("PyPy 7.3.17 (3.10)", "7.3.17"), ("", "")]
)
def test_version(runtime, expected):
    assert version(judged("", "3.9", P)) == ""
    run = msgspec.structs.replace(judged("", "3.9", P), implementation=Implementation(name="x", runtime=runtime))
    assert version(run) == expected


def test_versions_sort_by_their_numbers():
    order = ["2.7.18", "3.9", "3.9.1", "3.10.0", "3.14.0a1", "3.14.0b2", "3.14.0rc1", "3.14.0"]
    assert sorted(set(order), key=version_key) == order
