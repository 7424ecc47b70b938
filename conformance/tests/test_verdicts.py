"""What an implementation does, and the verdict that it gets."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from tempfile_conformance.expect import Undecided
from tempfile_conformance.judge import portable
from tempfile_reports.model import Outcome, Verdict

JudgeOne = Callable[..., dict[str, Verdict]]

PRELUDE = "import os, signal, sys, time, tempfile as real\nfrom tempfile import *\ntempdir = None\n"
OWNER_ONLY = "mkstemp.owner-only"


@pytest.mark.parametrize(
    ("body", "outcome", "reason"),
    [
        ("def mkstemp(*a, **k): return real.mkstemp(*a, **k)", Outcome.PASS, ""),
        (
            "def mkstemp(*a, **k):\n fd, p = real.mkstemp(*a, **k); os.chmod(p, 0o640); return fd, p",
            Outcome.FAIL,
            "0640",
        ),
        ("def mkstemp(*a, **k): raise RuntimeError('no')", Outcome.FAIL, "RuntimeError: no"),
        ("def mkstemp(*a, **k): return None", Outcome.FAIL, "a pair"),
        ("def mkstemp(*a, **k): os._exit(7)", Outcome.CRASH, "exit status 7"),
        ("def mkstemp(*a, **k): os.kill(os.getpid(), signal.SIGSEGV)", Outcome.CRASH, "SIGSEGV"),
        ("def mkstemp(*a, **k): sys.exit(5)", Outcome.FAIL, "SystemExit"),
        ("def mkstemp(*a, **k): time.sleep(60)", Outcome.TIMEOUT, "no answer"),
        ("def mkstemp(*a, **k): print('x' * 100000); return real.mkstemp(*a, **k)", Outcome.PASS, ""),
        ("def mkstemp(*a, **k): os.closerange(0, 2); return real.mkstemp(*a, **k)", Outcome.PASS, ""),
        ("del mkstemp", Outcome.UNSUPPORTED, "no mkstemp"),
    ],
)
def test_verdict(judge_module: JudgeOne, body: str, outcome: Outcome, reason: str) -> None:
    verdict = judge_module(PRELUDE + body, OWNER_ONLY, timeout=1.0)[OWNER_ONLY]
    assert verdict.verdict is outcome
    assert reason in verdict.reason
    assert (verdict.counterexample is not None) == outcome.broken


def test_the_rest_goes_on_after_a_hang_and_a_crash(judge_module: JudgeOne) -> None:
    source = PRELUDE + "def mkstemp(*a, **k): time.sleep(60)\ndef mkdtemp(*a, **k): os._exit(1)\n"
    verdicts = judge_module(
        source, OWNER_ONLY, "mkdtemp.owner-only", "mktemp.absolute-path", "TemporaryFile.no-name", timeout=1.0
    )
    assert [item.verdict.value for item in verdicts.values()] == ["timeout", "crash", "fail", "pass"]


def test_where_the_agent_alone_takes_too_long_nothing_is_said_of_the_implementation(judge_module: JudgeOne) -> None:
    name = "mkstemp.environment"
    verdict = judge_module(PRELUDE + "os.listdir = lambda *a: time.sleep(60)\n", name, timeout=1.0)[name]
    assert verdict.verdict is Outcome.INCONCLUSIVE
    assert "no answer to 'listdir'" in verdict.reason


def test_of_what_was_tried_together_one_value_is_shown(judge_module: JudgeOne) -> None:
    verdict = judge_module(PRELUDE, "mktemp.absolute-path")["mktemp.absolute-path"]
    assert verdict.counterexample is not None
    assert verdict.counterexample.arguments == {"places": ["leading dash"]}


@pytest.mark.parametrize(("name", "outcome"), [("mktemp", Outcome.FAIL), ("mkstemp", Outcome.INCONCLUSIVE)])
def test_what_cannot_be_decided_does_not_hide_what_was_to_be_tried_together_with_it(
    judge_module: JudgeOne, monkeypatch: pytest.MonkeyPatch, name: str, outcome: Outcome
) -> None:
    from tempfile_conformance.trials import Trials

    def without_links(self: Trials, *abilities: str) -> None:
        if "symlinks" in abilities:
            raise Undecided("no links here")

    monkeypatch.setattr(Trials, "possible", without_links)
    name += ".absolute-path"
    assert judge_module(PRELUDE, name)[name].verdict is outcome


def test_what_an_earlier_value_left_is_not_held_against_a_later_one(judge_module: JudgeOne) -> None:
    """A file that is kept when it is closed is another matter than what a failing call leaves."""
    keeps = "def NamedTemporaryFile(*a, **k):\n k.update(delete=False, mode=k.get('mode') or 'w+b')\n"
    name = "NamedTemporaryFile.no-leak-on-error"
    source = PRELUDE + keeps + " return real.NamedTemporaryFile(*a, **k)"
    assert judge_module(source, name)[name].verdict is Outcome.PASS


def test_the_restart_budget_is_enforced(judge_module: JudgeOne) -> None:
    names = [
        f"mkstemp.{name}"
        for name in (
            "owner-only",
            "suffix",
            "prefix",
            "dir",
            "kept",
            "text",
            "exclusive",
            "no-suffix",
            "default-dir",
            "environment",
            "absolute-path",
            "concurrent",
            "parameters",
        )
    ]
    verdicts = judge_module(PRELUDE + "def mkstemp(*a, **k): time.sleep(60)", *names, timeout=0.2)
    outcomes = [item.verdict for item in verdicts.values()]
    assert outcomes[0] is Outcome.TIMEOUT
    assert outcomes[-1] is Outcome.INCONCLUSIVE
    assert "too often" in verdicts[names[-1]].reason


def test_not_promised_is_inapplicable(judge_module: JudgeOne) -> None:
    verdict = judge_module("tempfile", "names.six-random-characters", edition="3.11")["names.six-random-characters"]
    assert verdict.verdict is Outcome.INAPPLICABLE


def test_no_check_yet_is_inconclusive(judge_module: JudgeOne, monkeypatch: pytest.MonkeyPatch) -> None:
    from tempfile_conformance.checks import registry

    found = dict(registry.load())
    del found[OWNER_ONLY]
    monkeypatch.setattr(registry, "load", lambda: found)
    verdict = judge_module("tempfile", OWNER_ONLY)[OWNER_ONLY]
    assert (verdict.verdict, verdict.reason) == (Outcome.INCONCLUSIVE, "no check yet")


def test_what_the_host_lacks_is_inconclusive(judge_module: JudgeOne, monkeypatch: pytest.MonkeyPatch) -> None:
    from tempfile_conformance.trials import Trials

    def refuse(self: Trials, *abilities: str) -> None:
        raise Undecided("this host cannot")

    monkeypatch.setattr(Trials, "need", refuse)
    verdict = judge_module("tempfile", OWNER_ONLY)[OWNER_ONLY]
    assert (verdict.verdict, verdict.reason) == (Outcome.INCONCLUSIVE, "this host cannot")


def test_a_defect_of_a_check_is_an_error(judge_module: JudgeOne, monkeypatch: pytest.MonkeyPatch) -> None:
    from tempfile_conformance.checks import registry

    def broken(trials: object) -> None:
        raise ZeroDivisionError("a defect")

    found = dict(registry.load())
    found[OWNER_ONLY] = registry.Check(OWNER_ONLY, broken, {}, (), 1.0)
    monkeypatch.setattr(registry, "load", lambda: found)
    verdict = judge_module("tempfile", OWNER_ONLY)[OWNER_ONLY]
    assert verdict.verdict is Outcome.ERROR
    assert "ZeroDivisionError: a defect" in verdict.reason


def test_both_kinds_of_isolation_agree(judge_module: JudgeOne) -> None:
    names = (
        "mkstemp.owner-only",
        "mkdtemp.absolute-path",
        "mkstemp.exclusive",
        "search.skips-unwritable",
        "mkstemp.kept",
        "SpooledTemporaryFile.exceeding-rolls-over",
        "tempdir.initialised",
        "names.differ-after-fork",
    )
    forked = judge_module("tempfile", *names, isolation="fork")
    fresh = judge_module("tempfile", *names, isolation="process")
    assert {name: item.verdict for name, item in forked.items()} == {name: item.verdict for name, item in fresh.items()}


def test_the_counterexample_is_the_same_every_time(judge_module: JudgeOne) -> None:
    source = (
        PRELUDE
        + "def mkstemp(suffix='', prefix='tmp', dir=None, text=False):\n"
        + "    return real.mkstemp(suffix[:10] if 10 < len(suffix) < 100 else suffix, prefix, dir, text)"
    )
    one, other = (judge_module(source, "mkstemp.suffix")["mkstemp.suffix"].counterexample for _ in range(2))
    assert one is not None
    assert other is not None
    assert one.arguments == other.arguments
    (suffix,) = one.arguments["suffixes"]
    assert len(suffix) == 11, "the smallest one"


def test_a_counterexample_is_a_sequence_of_calls(judge_module: JudgeOne, place: Path) -> None:
    verdict = judge_module("tempfile", "mktemp.absolute-path")["mktemp.absolute-path"]
    assert verdict.counterexample is not None
    calls = [step.call for step in verdict.counterexample.steps]
    assert any(call.startswith("mktemp(dir=") for call in calls)
    assert str(place) not in json.dumps([step.call + step.result for step in verdict.counterexample.steps])


ONCE = """
import os
if os.path.exists(__file__ + ".imported"):
    raise ImportError("once is enough")
open(__file__ + ".imported", "w").close()
def gettempdir():
    return "/"
"""


def test_what_does_not_start_again_is_an_error_of_every_guarantee(judge_module: JudgeOne) -> None:
    found = judge_module(ONCE, "gettempdir.provided", "search.tmpdir-first")
    for verdict in found.values():
        assert verdict.verdict is Outcome.ERROR
        assert "once is enough" in verdict.reason


def test_a_path_tells_nothing_of_this_machine_not_even_where_it_was_cut_off() -> None:
    session = SimpleNamespace(scratch="/var/tmp/somewhere/s0", agent=SimpleNamespace(inside=lambda path: path))
    trials: Any = SimpleNamespace(session=session)
    told = {
        "/var/tmp/somewhere/s0/t000007/tmp/x": "{trial}/tmp/x",
        "['/var/tmp/somewhere/s0/t000007/a', '/var/tmp/some...": "['{trial}/a', '{scratch}...",
        "/var/tmp/other...": "/var/tmp/other...",
    }
    assert {text: portable(trials)(text) for text in told} == told
