"""Reading and writing: strict, whole, and with a message that names file and place."""

import json
import os
from pathlib import Path

import jsonschema
import pytest
import tempfile_reports
from hypothesis import given, settings
from hypothesis import strategies as st
from tempfile_reports import Outcome, ReportError, dumps, load, loads, save, schema

from . import samples

ONE = samples.document({"mkstemp.owner-only": Outcome.FAIL, "mkstemp.b": Outcome.PASS})


def changed(**fields):
    """The bytes of a good document with some top-level keys replaced."""
    return json.dumps(json.loads(dumps(ONE)) | fields).encode()


def with_verdict(**fields):
    """The bytes of a good document with something replaced in its second verdict."""
    data = json.loads(dumps(ONE))
    data["runs"][0]["verdicts"][1] |= fields
    return json.dumps(data).encode()


@pytest.mark.parametrize("name", samples.NAMES)
def test_the_committed_runs_survive_reading_and_writing(name):
    document = load(samples.FOLDER / f"{name}.json")
    assert loads(dumps(document)) == document
    assert dumps(document) == (samples.FOLDER / f"{name}.json").read_bytes()


def test_lone_surrogates_survive(tmp_path):
    document = samples.document({"mkstemp.a": Outcome.INCONCLUSIVE}, edition_reason="\udc80 and \ud800")
    save(document, tmp_path / "r.json")
    assert load(tmp_path / "r.json") == document


def test_unknown_fields_of_a_later_minor_version_are_ignored():
    assert loads(changed(schema="1.7", novelty=[1, 2])).runs == ONE.runs


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"", "empty"),
        (b"   \n", "empty"),
        (b"PK\x03\x04\xff\xfe", "not UTF-8"),
        (b"<html>", "not JSON: Expecting value - line 1, column 1"),
        (b'{"schema": "1.0",\n "runs": nope}', "line 2, column 10"),
        (dumps(ONE)[:-40], "breaks off"),
        (dumps(ONE)[:60], "breaks off"),
        (b"[1, 2]", "no report of tempfile-conformance"),
        (b"17", "no report of tempfile-conformance"),
        (b'{"version": "2.1.0", "runs": []}', "no report of tempfile-conformance - at $"),
        (b'{"schema": 3, "runs": []}', "Expected `str`, got `int` - at `$.schema`"),
        (changed(schema="2.0"), "schema 2.0, this tool reads 1.x: use a newer"),
        (changed(schema="0.9"), "make the run again - at $.schema"),
        (changed(schema="one"), "no schema version like '1.0'"),
        (changed(runs=None), "$.runs"),
        (with_verdict(verdict="maybe"), "$.runs[0].verdicts[1].verdict"),
        (with_verdict(examples=-1), "$.runs[0].verdicts[1].examples"),
        (with_verdict(guarantee="mkstemp.owner-only"), "judged twice in one run - at $.runs[0].verdicts[1]"),
        (with_verdict(guarantee="mkstemp.other"), "not among the document's guarantees - at $.runs[0].verdicts[1]"),
        (b"[" * 100_000, "nested too deep"),
        (b'{"schema": "1.0", "runs": ' + b"[" * 100_000, "nested too deep"),
        (b'{"schema": "1.0", "guarantees": {}, "runs": [], "x": NaN}', "NaN is no JSON number"),
        (b'{"schema": "1.0", "x": "\xff"}', "not UTF-8"),
    ],
)
def test_what_is_wrong_is_said_with_file_and_place(data, expected):
    with pytest.raises(ReportError) as caught:
        loads(data, "their.json")
    message = str(caught.value)
    assert message.startswith("their.json: ")
    assert expected in message
    assert "\n" not in message
    assert len(message) < 400


def test_deep_values_are_refused():
    deep: object = 1
    for _ in range(200):
        deep = [deep]
    step = {"call": "f()", "request": {"deep": deep}}
    with pytest.raises(ReportError, match=r"nested deeper than 64 levels - at \$\.runs\[0\]\.verdicts\[1\]"):
        loads(with_verdict(counterexample={"steps": [step]}))


@pytest.mark.parametrize("name", ["missing.json", "", "a\0b"])
def test_an_unreadable_file_is_named(tmp_path, name):
    with pytest.raises(ReportError, match="cannot be read"):
        load(os.path.join(tmp_path, name))


def test_writing_leaves_the_old_file_when_it_fails_and_no_other(tmp_path, monkeypatch):
    target = tmp_path / "r.json"
    save(ONE, target)
    before = target.read_bytes()

    def refuse(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "replace", refuse)
    with pytest.raises(ReportError, match="cannot be written: No space left"):
        save(ONE, target)
    assert target.read_bytes() == before
    assert os.listdir(tmp_path) == ["r.json"]


def test_writing_into_a_folder_that_is_not_there(tmp_path):
    with pytest.raises(ReportError, match="cannot be written"):
        save(ONE, tmp_path / "none" / "r.json")


def test_an_invalid_document_is_not_written(tmp_path):
    twice = samples.run([samples.verdict("a", Outcome.PASS)] * 2)
    with pytest.raises(ReportError, match="judged twice"):
        save(tempfile_reports.Document(guarantees={"a": samples.guarantee()}, runs=[twice]), tmp_path / "r.json")
    assert not os.listdir(tmp_path)


def test_the_committed_schema_is_the_model():
    path = Path(tempfile_reports.__file__).with_name("schema.json")
    if os.environ.get("TEMPFILE_CONFORMANCE_UPDATE"):
        path.write_text(json.dumps(schema(), indent=2) + "\n", "utf-8")
    assert json.loads(path.read_text("utf-8")) == schema()


@pytest.mark.parametrize("name", samples.NAMES)
def test_the_committed_runs_hold_to_the_schema(name):
    validator = jsonschema.Draft202012Validator(schema())
    validator.check_schema(schema())
    validator.validate(json.loads((samples.FOLDER / f"{name}.json").read_bytes()))


GOOD = dumps(ONE)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


def reads_or_refuses(data: bytes) -> None:
    message = ""
    try:
        document = loads(data, "x.json")
    except ReportError as error:
        message = str(error)
    if message:
        assert message.startswith("x.json: ")
        assert message.isprintable()
    else:
        assert loads(dumps(document)) == document


@settings(max_examples=200, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes(data):
    reads_or_refuses(data)


@settings(max_examples=150, deadline=None)
@given(st.integers(0, len(GOOD) - 1), st.integers(0, 40), st.binary(max_size=8))
def test_a_good_file_with_some_bytes_replaced(start, length, new):
    reads_or_refuses(GOOD[:start] + new + GOOD[start + length :])


@settings(max_examples=150, deadline=None)
@given(st.data())
def test_a_good_file_with_one_value_replaced(data):
    document = json.loads(GOOD)
    place, path = document, []
    while isinstance(place, dict | list) and place and (not path or data.draw(st.booleans())):
        key = data.draw(st.sampled_from(list(place) if isinstance(place, dict) else list(range(len(place)))))
        path.append((place, key))
        place = place[key]
    holder, key = path[-1]
    holder[key] = data.draw(JSON)
    reads_or_refuses(json.dumps(document).encode())
