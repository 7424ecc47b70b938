"""Whatever a document says, every reader and every rendering copes with it: documents made up by Hypothesis."""

import io
import json
from datetime import date

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console
from tempfile_reports import (
    Accepted,
    Counterexample,
    Document,
    Documented,
    Evidence,
    EvidenceLine,
    Guarantee,
    Host,
    Implementation,
    Level,
    Outcome,
    ReportError,
    Run,
    Severity,
    Step,
    Suite,
    Verdict,
    dumps,
    exit_code,
    loads,
)
from tempfile_reports import baseline as baselines
from tempfile_reports.baseline_edit import edit
from tempfile_reports.diff import diff
from tempfile_reports.diff_forms import as_json, markdown, render
from tempfile_reports.markdown import MAXIMUM_LINES, summary
from tempfile_reports.merge import combine
from tempfile_reports.sarif import sarif

from .test_renderings import harmless, terminal
from .test_sarif import validator  # noqa: F401 (a fixture)

NASTY = (
    "",
    "<script>alert(1)</script>",
    "]]><!--",
    "--><img src=x onerror=alert(1)>",
    "\x1b[2J\x1b]0;title\x07",
    "\udc80\ud800",
    "\u202eexe.txt\u2066",
    "a\r\nb\tc\0d\u2028e\x85",
    "`|``\\[x](javascript:alert(1))@user #1",
    "{{ 7 * 7 }}{% raw %}",
    "[red]bold[/red]",
    "javascript:alert(1)",
    "https://example.org/\" onclick='x'",
    "$(touch x); rm -rf ~ # '",
    "%00%0a%2e%2e/../..",
    "::error file=x::y",
    "x" * 5000,
)
TEXT = st.sampled_from(NASTY) | st.text(st.characters(codec=None, categories=None), max_size=12)
WORD = st.sampled_from(("mkstemp", "3.11", "2.7.18", "linux")) | TEXT
SMALL = st.integers(0, 3)
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | TEXT,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
ARGUMENTS = st.dictionaries(TEXT, VALUES, max_size=3)


def few(strategy):
    return st.lists(strategy, max_size=3)


GUARANTEES = st.builds(
    Guarantee,
    statement=TEXT,
    chapter=WORD,
    level=st.sampled_from(Level),
    category=TEXT,
    severity=st.sampled_from(Severity),
    cwe=few(st.integers(0, 2000)),
    documented=few(st.builds(Documented, edition=WORD, section=TEXT, sentence=TEXT)),
    editions=TEXT,
    functions=few(TEXT),
)
COUNTEREXAMPLES = st.builds(
    Counterexample,
    arguments=ARGUMENTS,
    expected=TEXT,
    seen=TEXT,
    steps=few(st.builds(Step, call=TEXT, result=TEXT, request=ARGUMENTS)),
)
EVIDENCE = st.builds(Evidence, tool=TEXT, lines=few(st.builds(EvidenceLine, text=TEXT, mark=st.booleans())))
ACCEPTED = st.builds(Accepted, reason=TEXT, link=st.none() | TEXT, expires=st.none() | TEXT)


@st.composite
def documents(draw):
    """Any valid document of up to three guarantees and three runs."""
    guarantees = draw(st.dictionaries(WORD, GUARANTEES, max_size=3))
    runs = []
    for _ in range(draw(SMALL)):
        ids = draw(st.lists(st.sampled_from(list(guarantees)), unique=True)) if guarantees else []
        verdicts = [
            draw(
                st.builds(
                    Verdict,
                    guarantee=st.just(id_),
                    verdict=st.sampled_from(Outcome),
                    reason=TEXT,
                    examples=SMALL,
                    seconds=st.floats(0, 1e6),
                    sensors=few(TEXT),
                    counterexample=st.none() | COUNTEREXAMPLES,
                    evidence=st.none() | EVIDENCE,
                    reproduce=st.none() | TEXT,
                    issue=st.none() | TEXT,
                    accepted=st.none() | ACCEPTED,
                )
            )
            for id_ in ids
        ]
        runs.append(
            draw(
                st.builds(
                    Run,
                    implementation=st.builds(
                        Implementation,
                        name=WORD,
                        language=TEXT,
                        version=st.none() | WORD,
                        file=st.none() | TEXT,
                        agent=TEXT,
                        runtime=WORD,
                        executable=st.none() | TEXT,
                        functions=few(TEXT),
                    ),
                    edition=WORD,
                    edition_reason=TEXT,
                    host=st.builds(
                        Host,
                        system=TEXT,
                        release=TEXT,
                        machine=TEXT,
                        platform=WORD,
                        filesystem=TEXT,
                        user=TEXT,
                        uid=st.none() | SMALL,
                        umask=st.none() | TEXT,
                        interpreter=TEXT,
                        facts=st.dictionaries(TEXT, TEXT, max_size=2),
                    ),
                    suite=st.builds(Suite, name=TEXT, version=WORD, contract=TEXT),
                    profile=TEXT,
                    seed=st.none() | st.integers(0, 2**63),
                    started=TEXT | st.just("2025-11-24T01:00:00Z"),
                    seconds=st.floats(0, 1e9),
                    complete=st.booleans(),
                    incomplete_reason=st.none() | TEXT,
                    selected=SMALL,
                    executed=SMALL,
                    verdicts=st.just(verdicts),
                )
            )
        )
    return Document(guarantees=guarantees, runs=runs)


often = settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))


def printed(difference):
    out = io.StringIO()
    render(difference, Console(file=out, width=70))
    return out.getvalue()


@often
@given(documents())
def test_it_survives_writing_and_reading(document):
    assert loads(dumps(document)) == document
    assert exit_code(document) in (0, 1, 3)


@often
@given(documents())
def test_every_form_is_harmless(document):
    harmless(document)
    assert len(summary(document)) <= MAXIMUM_LINES
    assert terminal(document, 40, verbose=True).replace("\n", "").isprintable()


@often
@given(documents())
def test_the_sarif_is_valid(validator, document):  # noqa: F811 (a fixture)
    validator.validate(json.loads(json.dumps(sarif(document))))


@often
@given(documents(), documents())
def test_a_difference_is_harmless_in_every_form(old, new):
    for exact in (False, True):
        found = diff(old, new, exact=exact)
        for text in (printed(found), markdown(found)):
            assert text.replace("\n", "").isprintable()
        assert json.loads(as_json(found))["exit_code"] == found.exit_code in (0, 1, 3)
    assert diff(old, old).changes == []


@often
@given(documents(), documents())
def test_merging_keeps_every_run_or_says_why_not(one, two):
    try:
        both = combine([("one", one), ("two", two)])
    except ReportError as error:
        assert str(error).isprintable()  # noqa: PT017
    else:
        assert len(both.runs) == len(one.runs) + len(two.runs)
        assert both == combine([("two", two), ("one", one)])
        assert loads(dumps(both)) == both


@often
@given(documents())
def test_a_baseline_of_it_accepts_all_of_it(document):
    try:
        text = edit(document, reason="known").text
    except ReportError as error:
        assert str(error).isprintable()  # noqa: PT017
        return
    try:
        applied = baselines.apply(document, baselines.loads(text), today=date(2026, 1, 15))
    except ReportError as error:
        pytest.fail(str(error))
    assert not list(applied.document.broken())
    assert applied.problems == ()
    assert edit(document, text).text == text
