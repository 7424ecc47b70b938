"""Accepted failures: strict to read, kind to edit."""

from datetime import date

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tempfile_reports import Document, Outcome, ReportError, exit_code
from tempfile_reports import baseline as baselines
from tempfile_reports.baseline_edit import edit, write_baseline

from . import samples

P, F, I = Outcome.PASS, Outcome.FAIL, Outcome.INCONCLUSIVE  # noqa: E741
TODAY = date(2026, 1, 15)
ENTRY = '[[accepted]]\nguarantee = "m.a"\nreason = "known"\n'


def on(outcomes):
    """A document with a run for each platform, of these outcomes of m.a."""
    runs = []
    for platform, outcome in outcomes.items():
        run = samples.document({"m.a": outcome, "m.z": P}).runs[0]
        runs.append(msgspec.structs.replace(run, host=msgspec.structs.replace(run.host, platform=platform)))
    return Document(guarantees={"m.a": samples.guarantee(), "m.z": samples.guarantee()}, runs=runs)


def applied(document, text, **options):
    return baselines.apply(document, baselines.loads(text, "b.toml"), today=TODAY, **options)


def complaints(document, text, **options):
    return [str(problem) for problem in applied(document, text, **options).problems]


def test_an_accepted_failure_no_longer_counts():
    broken = on({"linux": F})
    assert exit_code(broken) == 1
    found = applied(broken, ENTRY + 'link = "https://example.org/1"\nexpires = 2026-06-30\n')
    assert found.problems == ()
    assert exit_code(found.document) == 0
    accepted = found.document.runs[0].verdicts[0].accepted
    assert (accepted.reason, accepted.link, accepted.expires) == ("known", "https://example.org/1", "2026-06-30")


@pytest.mark.parametrize(
    ("document", "text", "expected"),
    [
        (on({"linux": P}), ENTRY, "b.toml:1: m.a: no longer broken: remove lines 1 to 3"),
        (on({"linux": F}), "\n\n" + ENTRY.replace("known", ""), "b.toml:3: m.a: accepted without a reason"),
        (on({"linux": F}), ENTRY.replace("known", "  "), "without a reason"),
        (on({"linux": F}), ENTRY + "expires = 2026-01-14\n", "accepted until 2026-01-14, which is over"),
        (on({"linux": F}), ENTRY.replace("m.a", "m.other"), "no such guarantee: remove lines 1 to 3"),
        (on({"linux": Outcome.UNSUPPORTED}), ENTRY, "nothing to accept, it is unsupported here"),
        (on({"linux": F, "win32": P}), ENTRY, "no longer broken in tempfile win32: limit the entry"),
        (on({"linux": F}), ENTRY + "\n# twice\n" + ENTRY, "b.toml:6: m.a: accepted twice, see line 1"),
    ],
)
def test_what_no_longer_holds_is_a_problem(document, text, expected):
    (message,) = complaints(document, text)
    assert expected in message


def test_what_a_problem_entry_says_is_not_accepted():
    for text in (ENTRY + "expires = 2026-01-14\n", ENTRY.replace("known", "")):
        assert exit_code(applied(on({"linux": F}), text).document) == 1
    assert not complaints(on({"linux": F}), ENTRY + "expires = 2026-01-15\n")


@pytest.mark.parametrize("outcome", [I, Outcome.ERROR])
def test_what_this_host_cannot_tell_is_no_problem(outcome):
    assert complaints(on({"linux": outcome}), ENTRY) == []


def test_a_run_limited_to_some_guarantees_does_not_make_the_others_unknown():
    text = ENTRY + ENTRY.replace("m.a", "m.other")
    assert len(complaints(on({"linux": F}), text)) == 1
    assert complaints(on({"linux": F}), text, known={"m.a", "m.other"}) == []


@pytest.mark.parametrize(
    ("condition", "holds"),
    [
        ('platform = "linux"', True),
        ('platform = "win32"', False),
        ('platform = ["win32", "lin*"]', True),
        ('edition = "3.11"', True),
        ('edition = "3.1"', False),
        ('interpreter = "3.11"', True),
        ('interpreter = "3.11.7"', True),
        ('interpreter = "3.1"', False),
        ('interpreter = "CPython 3.*"', True),
        ('filesystem = "ext4"', True),
        ('filesystem = "tmpfs"', False),
        ('implementation = "temp*"', True),
        ('platform = "linux"\nedition = "2.7"', False),
    ],
)
def test_conditions(condition, holds):
    document = applied(on({"linux": F}), ENTRY + condition).document
    assert (document.runs[0].verdicts[0].accepted is not None) is holds
    assert bool(complaints(on({"linux": P}), ENTRY + condition)) is holds


def test_an_earlier_acceptance_is_forgotten():
    before = applied(on({"linux": F}), ENTRY).document
    assert exit_code(applied(before, "").document) == 1


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nonsense", "b.toml: not TOML: "),
        ("[[accepted]]\nguarantee = 3\n", "b.toml:1: 'guarantee' must be text"),
        ("[[accepted]]\n", "needs a 'guarantee'"),
        (ENTRY + "platfrom = 'linux'\n", "unknown key 'platfrom'; an entry may have"),
        (ENTRY + "platform = 3\n", "'platform' must be text or a list of texts"),
        (ENTRY + "expires = 'soon'\n", "'expires' must be a date such as"),
        ("[accepted]\n", "must be a list of tables"),
        ("other = 1\n", "unknown key 'other'"),
    ],
)
def test_what_is_no_baseline_is_refused(text, expected):
    with pytest.raises(ReportError) as caught:
        baselines.loads(text, "b.toml")
    assert expected in str(caught.value)


@settings(max_examples=100, deadline=None)
@given(st.text() | st.text().map(lambda text: ENTRY + text) | st.text().map(lambda text: ENTRY.replace("known", text)))
def test_any_text_is_read_or_refused(text):
    try:
        found = baselines.loads(text)
    except ReportError as error:
        assert str(error).isprintable()  # noqa: PT017
    else:
        baselines.apply(on({"linux": F}), found, today=TODAY)


def test_a_missing_or_binary_file_is_named(tmp_path):
    with pytest.raises(ReportError, match="cannot be read"):
        baselines.load(tmp_path / "none.toml")
    (tmp_path / "b.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(ReportError, match="not UTF-8"):
        baselines.load(tmp_path / "b.toml")


def test_a_new_baseline_accepts_everything_once_reasons_are_given(tmp_path):
    document = on({"linux": F})
    path = tmp_path / "b.toml"
    written = write_baseline(document, path)
    assert written.added == ("m.a",)
    assert ["without a reason" in str(p) for p in baselines.apply(document, baselines.load(path)).problems] == [True]
    with pytest.raises(ReportError, match="exists already"):
        write_baseline(document, path)
    path.unlink()
    write_baseline(document, path, reason='because of "it" \\ \n\x07')
    found = baselines.apply(document, baselines.load(path))
    assert found.problems == ()
    assert found.document.runs[0].verdicts[0].accepted.reason == 'because of "it" \\ \n\x07'


OWNED = """\
# Our own words at the top.

# why a is here
[[accepted]]
guarantee = "m.a"
reason = "known"   # said in the meeting

# ---- not about files ----

# z needs a kernel
[[accepted]]
guarantee = "m.z"
reason = '''two
lines'''
expires = 2030-01-01
"""


def test_an_update_keeps_what_a_person_wrote():
    both = samples.document({"m.a": F, "m.z": F, "m.n": F})
    found = edit(both, OWNED, reason="new")
    assert found.text.startswith(OWNED.rstrip())
    assert (found.added, found.removed, found.kept) == (("m.n",), (), ("m.a", "m.z"))
    assert edit(both, found.text) == msgspec_free(found)


def msgspec_free(found):
    """What a second update gives: the same text, nothing added."""
    return type(found)(found.text, (), (), (*found.kept, *found.added))


def test_an_update_removes_what_is_broken_no_more_and_nothing_else():
    found = edit(samples.document({"m.a": P, "m.z": F}), OWNED)
    assert found.removed == ("m.a",)
    assert found.text == (
        "# Our own words at the top.\n\n# ---- not about files ----\n\n# z needs a kernel\n"
        + OWNED.split("# z needs a kernel\n")[1]
    )
    assert edit(samples.document({"m.a": P, "m.z": P}), OWNED).removed == ("m.a", "m.z")
    assert edit(samples.document({"m.a": I, "m.z": I}), OWNED).text == OWNED


def test_new_entries_are_limited_to_where_the_promise_is_broken():
    document = on({"linux": P, "win32": F, "darwin": P})
    text = edit(document, reason="r").text
    assert 'platform = "win32"' in text
    assert complaints(document, text) == []
    assert exit_code(applied(document, text).document) == 0
    everywhere = edit(on({"linux": F, "win32": F, "darwin": I}), reason="r").text
    assert "platform =" not in everywhere.partition("[[accepted]]")[2]


def test_a_name_with_characters_that_end_a_line_elsewhere_keeps_the_file_readable():
    for char in "\x85\u2028\x0b\x1c":
        document = samples.document({f"m.{char}": F, "m.z": F})
        text = edit(document, reason="known").text
        assert edit(document, text).text == text
        assert complaints(document, text) == []


def test_an_unusual_layout_is_not_touched():
    text = 'accepted = [{guarantee = "m.a", reason = "inline"}]\n'
    assert applied(on({"linux": F}), text).problems == ()
    with pytest.raises(ReportError, match="too unusual to edit"):
        edit(on({"linux": P}), text)


def test_names_that_are_no_text_are_refused_and_nothing_is_written(tmp_path):
    with pytest.raises(ReportError, match="not written"):
        write_baseline(samples.document({"\udc80": F}), tmp_path / "b.toml", reason="r")
    assert not list(tmp_path.iterdir())
