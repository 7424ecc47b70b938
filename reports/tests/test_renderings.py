"""What must hold for every rendering, whatever the document says."""

import html.parser
import io
import json
import os
import re
from xml.etree import ElementTree

import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.console import Console
from tempfile_reports import (
    Accepted,
    Document,
    Level,
    Outcome,
    ReportError,
    check_ending,
    known_endings,
    load,
    report_bytes,
    write_report,
)
from tempfile_reports.badge import badge
from tempfile_reports.markdown import MAXIMUM_LINES, summary
from tempfile_reports.terminal import render

from . import samples

ANY = st.text(st.characters(codec=None, categories=None), max_size=30)
BIG = "A" * 1_000_000 + "\x1b[31m<script>"


class Tags(html.parser.HTMLParser):
    """Collects every element and attribute of a page."""

    def __init__(self, page: bytes) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.feed(page.decode("utf-8"))

    def handle_starttag(self, tag, attrs):
        self.found.add(tag)
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src", "action")]


def terminal(document, width=80, verbose=False, **options):
    out = io.StringIO()
    render(document, Console(file=out, width=width, **options), verbose)
    return out.getvalue()


def hostile(text):
    """A document that says `text` wherever it can."""
    counterexample = msgspec.structs.replace(samples.counterexample(), arguments={text: text}, expected=text, seen=text)
    verdict = samples.verdict(
        text, Outcome.FAIL, reason=text, sensors=[text], reproduce=text, counterexample=counterexample
    )
    accepted = samples.verdict("b" + text, Outcome.CRASH, accepted=Accepted(reason=text, link=text, expires=text))
    open_ = samples.verdict("c" + text, Outcome.INCONCLUSIVE, reason=text)
    run = samples.run([verdict, accepted, open_], edition=text, profile=text, started=text, edition_reason=text)
    made = msgspec.structs.replace(run.implementation, name=text, file=text, runtime=text, version=text)
    run = msgspec.structs.replace(
        run, implementation=made, host=msgspec.structs.replace(run.host, platform=text, facts={text: text})
    )
    guarantee = samples.guarantee(text, statement=text, category=text, editions=text, functions=[text])
    return Document(guarantees={v.guarantee: guarantee for v in run.verdicts}, runs=[run, run])


def harmless(document):
    page = Tags(report_bytes(document, ".html"))
    assert page.found <= KNOWN_TAGS
    assert not any(name.startswith("on") for name in page.attributes)
    assert all(re.match(r"https://cwe\.mitre\.org/|https?://|#", link) for link in page.links)
    ElementTree.fromstring(report_bytes(document, ".xml"))
    json.loads(report_bytes(document, ".sarif"))
    json.loads(report_bytes(document, ".badge.json"))
    for ending in (".html", ".md", ".xml", ".sarif", ".badge.json"):
        text = report_bytes(document, ending).decode("utf-8")
        assert text.replace("\n", "").isprintable()
    assert terminal(document).replace("\n", "").isprintable()


KNOWN_TAGS = Tags(report_bytes(samples.matrix(40, 6), ".html")).found | {"i", "dl", "dt", "dd"}


@pytest.mark.parametrize("name", samples.NAMES)
def test_committed_runs_are_harmless(name):
    harmless(load(samples.FOLDER / f"{name}.json"))


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(ANY)
def test_any_text_is_harmless(text):
    harmless(hostile(text))


def test_a_megabyte_of_text_is_cut_everywhere():
    document = hostile(BIG)
    harmless(document)
    for ending in (".html", ".md", ".xml", ".sarif", ".badge.json"):
        assert len(report_bytes(document, ending)) < 400_000
    assert len(terminal(document)) < 60_000
    assert "left out" in report_bytes(document, ".html").decode()


def test_links_from_strangers_are_links_only_to_the_web():
    for address, linked in (("javascript:alert(1)", False), ("https://example.org/1", True), ("//x", False)):
        accepted = samples.verdict("a", Outcome.FAIL, accepted=Accepted(reason="r", link=address))
        page = Tags(
            report_bytes(Document(guarantees={"a": samples.guarantee()}, runs=[samples.run([accepted])]), ".html")
        )
        assert (address in page.links) is linked


@pytest.mark.parametrize("size", [(0, 0), (1, 1), (10, 1), (40, 3), (200, 30), (200, 60)])
def test_markdown_is_short_and_starts_with_what_is_broken(size):
    lines = "\n".join(summary(samples.matrix(*size))).split("\n")
    assert len(lines) <= MAXIMUM_LINES
    assert lines[0].startswith("# tempfile-conformance: ")


def test_no_run_is_said_in_every_form():
    nothing = Document(guarantees={}, runs=[])
    assert "Nothing was judged" in terminal(nothing)
    assert "Could not be judged" in report_bytes(nothing, ".md").decode()
    assert "Could not be judged" in report_bytes(nothing, ".html").decode()
    assert ElementTree.fromstring(report_bytes(nothing, ".xml")).get("errors") == "1"
    assert badge(nothing)["isError"] is True
    json.loads(report_bytes(nothing, ".sarif"))


def test_junit_counts():
    document = load(samples.FOLDER / "broken.json")
    root = ElementTree.fromstring(report_bytes(document, ".xml"))
    first = root[0]
    assert [first.get(key) for key in ("tests", "failures", "errors", "skipped")] == ["14", "4", "2", "3"]
    assert len(first.findall("testcase")) == 14
    assert {case.get("name") for case in first.findall("testcase[failure]")} == {
        "mkstemp.owner-only",
        "mkstemp.no-race",
        "mkdtemp.owner-only",
        "names.suffix-kept",
    }


def test_badges():
    assert badge(load(samples.FOLDER / "broken.json"))["message"] == "4 broken, 9 kept"
    assert badge(load(samples.FOLDER / "clean.json"))["message"] == "10 kept, none broken"
    optional = samples.document({"a": Outcome.FAIL, "b": Outcome.PASS})
    guarantees = {"a": samples.guarantee(level=Level.MAY), "b": samples.guarantee()}
    assert badge(msgspec.structs.replace(optional, guarantees=guarantees))["message"] == "1 kept, none broken"


@pytest.mark.parametrize("width", [20, 40, 80, 200])
@pytest.mark.parametrize("runs", [1, 2, 30])
def test_the_terminal_keeps_to_its_width(width, runs):
    lines = terminal(samples.matrix(20, runs), width).split("\n")
    long = [line for line in lines if len(line) > max(width, 80)]
    assert all("reproduce" in line or "promise-number" in line for line in long)
    assert not any(line != line.rstrip() for line in lines)


def test_the_terminal_says_the_same_with_and_without_colour():
    document = load(samples.FOLDER / "broken.json")
    coloured = terminal(document, force_terminal=True, color_system="truecolor")
    assert "\x1b[" in coloured
    assert re.sub(r"\x1b\[[0-9;]*m", "", coloured) == terminal(document)


def test_broken_come_before_undecided_and_counts_come_last():
    text = terminal(load(samples.FOLDER / "broken.json"))
    assert (
        text.index("Broken: 4") < text.index("not counted: 2") < text.index("Undecided") < text.index("13 guarantees")
    )
    assert "%" not in text


def test_endings(tmp_path):
    document = samples.document({"a": Outcome.PASS})
    for ending in known_endings():
        write_report(document, tmp_path / f"r{ending}")
        assert (tmp_path / f"r{ending}").read_bytes() == report_bytes(document, ending)
    assert len(os.listdir(tmp_path)) == len(known_endings())
    for name in ("r.pdf", "r", ".html", "html", "r.html.gz"):
        with pytest.raises(ReportError, match=r"unknown report ending.*\.html"):
            check_ending(tmp_path / name)


def test_size_of_a_large_page():
    assert len(report_bytes(samples.matrix(200, 30), ".html")) <= 1_500_000


def test_the_terminal_shows_the_worst_of_very_many_runs():
    fine = samples.document({"m.a": Outcome.PASS, "m.b": Outcome.FAIL}).runs[0]
    runs = [msgspec.structs.replace(fine, started=f"{number:03}") for number in range(60)]
    runs[50] = msgspec.structs.replace(runs[50], verdicts=[samples.verdict(i, Outcome.FAIL) for i in ("m.a", "m.b")])
    runs[:19] = [msgspec.structs.replace(run, verdicts=[samples.verdict("m.a", Outcome.PASS)]) for run in runs[:19]]
    document = Document(guarantees={i: samples.guarantee("m") for i in ("m.a", "m.b")}, runs=runs)
    text = terminal(document)
    assert "Only 40 of 60 runs, those with the most broken; a report file has the other 20." in text
    assert "tempfile 050" in text
    assert "and 19 more runs in which nothing is broken" in text
    assert "Only" not in terminal(document, verbose=True)


def test_code_in_the_documentation_is_shown_as_code():
    guarantee = samples.guarantee(statement="the ``dir`` of <b>``suffix``", chapter="m")
    document = Document(guarantees={"a": guarantee}, runs=[samples.run([samples.verdict("a", Outcome.PASS)])])
    page = report_bytes(document, ".html").decode()
    assert "the <code>dir</code> of &lt;b&gt;<code>suffix</code>" in page
