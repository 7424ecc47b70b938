"""A change as a verdict."""

import io
import json

import msgspec
import pytest
from rich.console import Console
from tempfile_reports import Accepted, Document, Host, Implementation, Level, Outcome
from tempfile_reports.diff import Kind, diff, judge
from tempfile_reports.diff_forms import as_json, markdown, render

from . import samples

P, F, C = Outcome.PASS, Outcome.FAIL, Outcome.CRASH
U, N, I, E = Outcome.UNSUPPORTED, Outcome.INAPPLICABLE, Outcome.INCONCLUSIVE, Outcome.ERROR  # noqa: E741


@pytest.mark.parametrize(
    ("old", "new", "kind"),
    [
        (P, F, Kind.WORSE),
        (P, C, Kind.WORSE),
        (P, Outcome.TIMEOUT, Kind.WORSE),
        (P, U, Kind.WORSE),
        (U, F, Kind.WORSE),
        (F, P, Kind.BETTER),
        (C, P, Kind.BETTER),
        (U, P, Kind.BETTER),
        (None, F, Kind.NEW),
        (None, P, Kind.NEW),
        (I, F, Kind.NEW),
        (E, F, Kind.NEW),
        (N, F, Kind.NEW),
        (I, P, Kind.NEW),
        (P, I, Kind.GONE),
        (P, E, Kind.GONE),
        (F, I, Kind.GONE),
        (F, U, Kind.GONE),
        (P, N, Kind.GONE),
        (P, None, Kind.GONE),
        (I, None, Kind.GONE),
        (F, C, Kind.UNCHANGED),
        (P, P, Kind.UNCHANGED),
        (I, E, Kind.UNCHANGED),
        (I, N, Kind.UNCHANGED),
    ],
)
def test_steps(old, new, kind):
    verdicts = [outcome and samples.verdict("a", outcome) for outcome in (old, new)]
    assert judge(*verdicts) is kind


def test_every_step_has_an_answer():
    every = [None, *Outcome]
    for old in every:
        for new in every:
            kind = judge(old and samples.verdict("a", old), new and samples.verdict("a", new))
            assert (kind is Kind.UNCHANGED) or old is not new


def test_only_worse_is_exit_code_1():
    old = {"m.a": P, "m.b": F, "m.c": P, "m.d": P}
    assert diff(samples.document(old), samples.document(old)).exit_code == 0
    assert diff(samples.document(old), samples.document(old | {"m.b": P, "m.c": I})).exit_code == 0
    assert diff(samples.document(old), samples.document(old | {"m.e": F})).exit_code == 0
    assert diff(samples.document(old), samples.document(old | {"m.a": F})).exit_code == 1


def test_a_may_or_an_accepted_failure_is_shown_and_does_not_count():
    old, new = samples.document({"m.a": P, "m.b": P}), samples.document({"m.a": F, "m.b": F})
    guarantees = {"m.a": samples.guarantee(level=Level.MAY), "m.b": samples.guarantee()}
    verdicts = [
        samples.verdict("m.a", F),
        samples.verdict("m.b", F, accepted=Accepted(reason="planned")),
    ]
    new = Document(guarantees=guarantees, runs=[samples.run(verdicts)])
    found = diff(old, new)
    assert len(found.of(Kind.WORSE)) == 2
    assert found.exit_code == 0
    assert "not counted: the documentation only says may" in markdown(found)


def test_nothing_judged_on_both_sides_is_no_success():
    assert diff(samples.document({"m.a": P}), samples.document({"m.a": I})).exit_code == 3
    assert diff(samples.document({"m.a": P}), samples.document({"m.b": P})).exit_code == 3
    assert diff(samples.document({"m.a": P}), Document(guarantees={}, runs=[])).exit_code == 3


def joined(*documents):
    runs = [run for document in documents for run in document.runs]
    guarantees = {id_: g for document in documents for id_, g in document.guarantees.items()}
    return Document(guarantees=guarantees, runs=runs)


def on(platform, outcome, runtime="CPython 3.11.7"):
    run = samples.document({"m.a": outcome}).runs[0]
    host = msgspec.structs.replace(run.host, platform=platform)
    made = Implementation(name="tempfile", runtime=runtime)
    run = msgspec.structs.replace(run, host=host, implementation=made)
    return Document(guarantees={"m.a": samples.guarantee()}, runs=[run])


def test_runs_are_paired_by_what_they_judged_and_where():
    old = joined(on("linux", P), on("win32", F), on("darwin", P))
    new = joined(on("win32", P), on("linux", F, "CPython 3.11.9"), on("freebsd", F))
    found = diff(old, new)
    assert [(c.kind, c.new.verdict) for c in found.changes] == [(Kind.BETTER, P), (Kind.WORSE, F)]
    assert any("darwin is gone" in note for note in found.notes)
    assert any("freebsd is new" in note for note in found.notes)


def test_one_run_against_one_other_is_compared_and_the_difference_is_noted():
    found = diff(on("linux", P), on("win32", F))
    assert found.exit_code == 1
    assert any("another platform: linux before, win32 now" in note for note in found.notes)


def test_an_incomplete_run_is_noted():
    new = samples.document({"m.a": P}, complete=False, incomplete_reason="out of time")
    assert any("out of time" in note for note in diff(samples.document({"m.a": P}), new).notes)


def test_improvements_come_first_and_regressions_last_in_every_form():
    old = samples.document({"m.better": F, "m.worse": P, "m.same": P, "m.gone": P})
    found = diff(old, samples.document({"m.better": P, "m.worse": F, "m.same": P, "m.new": P}))
    out = io.StringIO()
    render(found, Console(file=out, width=100))
    for text in (out.getvalue(), markdown(found)):
        places = [text.index(f"m.{kind}") for kind in ("better", "new", "gone", "worse")]
        assert places == sorted(places)
        assert "m.same" not in text
        assert "1 better, 1 new, 1 gone, 1 worse, 1 unchanged" in text
    data = json.loads(as_json(found))
    assert [data[kind][0]["guarantee"] for kind in ("better", "worse")] == ["m.better", "m.worse"]
    assert (data["unchanged"], data["exit_code"]) == (1, 1)
    assert data["worse"][0]["old"] == "pass"


RECORD = samples.document({"m.a": P, "m.b": F, "m.c": P, "m.d": I, "m.e": P})


@pytest.mark.parametrize(
    ("outcomes", "code", "headline"),
    [
        ({}, 0, "5 unchanged"),
        ({"m.b": P}, 1, "1 better, 4 unchanged"),
        ({"m.a": F}, 1, "1 worse, 4 unchanged"),
        ({"m.b": C}, 1, "1 otherwise, 4 unchanged"),
        ({"m.d": P}, 0, "4 unchanged"),
        ({"m.a": I}, 0, "4 unchanged"),
        ({"m.a": E}, 1, "1 gone, 4 unchanged"),
        ({"m.new": P}, 1, "1 new, 5 unchanged"),
    ],
)
def test_a_record_must_be_repeated_exactly(outcomes, code, headline):
    before = {verdict.guarantee: verdict.verdict for verdict in RECORD.runs[0].verdicts}
    found = diff(RECORD, samples.document(before | outcomes), exact=True)
    assert (found.exit_code, found.headline()) == (code, headline)
    assert diff(RECORD, samples.document({"m.a": P}), exact=True).exit_code == 1


def test_a_record_says_nothing_of_another_version():
    def of(version, runtime="CPython 3.11.7"):
        made = Implementation(name="tempfile", version=version, runtime=runtime)
        return samples.document({"m.a": P}, implementation=made)

    assert diff(of("3.11.7"), of("3.11.7"), exact=True).exit_code == 0
    other = diff(of("3.11.7"), of("3.11.2", "CPython 3.11.2"), exact=True)
    assert other.exit_code == 3
    assert other.notes == ["the run tempfile is not in the record, with 1 guarantee"]
    assert diff(of(None), of(None, "CPython 3.13.0"), exact=True).judged == 1


def test_of_several_places_in_a_record_the_most_alike_is_compared():
    def on(filesystem, outcome):
        return samples.document({"m.a": outcome}, host=Host(platform="linux", filesystem=filesystem)).runs[0]

    def document(*runs):
        return Document(guarantees={"m.a": samples.guarantee()}, runs=list(runs))

    record = document(on("ext4", P), on("tmpfs", F), on("xfs", P))
    assert diff(record, document(on("tmpfs", F)), exact=True).exit_code == 0
    assert diff(record, document(on("btrfs", F)), exact=True).exit_code == 1


def test_forms_are_harmless():
    evil = "<b>\x1b[2J\udc80|`@x"
    old, new = samples.document({evil: P}), samples.document({evil: F}, profile=evil)
    found = diff(old, new)
    out = io.StringIO()
    render(found, Console(file=out, width=60))
    assert out.getvalue().replace("\n", "").isprintable()
    assert markdown(found).replace("\n", "").isprintable()
    json.loads(as_json(found))
