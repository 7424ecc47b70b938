"""From a check to a verdict."""

from __future__ import annotations

import contextlib
import re
import time
import traceback
import zlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import hypothesis
from hypothesis import HealthCheck, Phase, Verbosity, given, settings
from hypothesis import strategies as st
from tempfile_platforms.protocol import Died, Exhausted, Misbehaved, Raised, Refused, TimedOut, encode
from tempfile_reports.model import Counterexample, Outcome, Verdict
from tempfile_reports.model import Step as ShownStep

from tempfile_conformance import drawing
from tempfile_conformance.checks.registry import Check
from tempfile_conformance.contract import Guarantee
from tempfile_conformance.expect import Broken, Lacking, NotPromised, Undecided
from tempfile_conformance.steps import Step, brief, show
from tempfile_conformance.trials import SHORT_SAMPLE, SHORTEST_SAMPLE, Trials

_TRIAL = re.compile(r"\{scratch\}(?:/|\\+)t\d{6}")

PROFILES = {"quick": 4, "standard": 30, "thorough": 600}
"""Examples per check in each profile."""

SHRINKING = 600
"""How many examples may go into the search for a smaller counterexample; the last that failed is shown."""


class _Enough(BaseException):
    """Ends the search. It is no exception that Hypothesis would take for a failure."""


@dataclass(frozen=True)
class Effort:
    """How hard a check tries: examples per check, the seed (None: the fixed one), and whether to look for the
    smallest counterexample.
    """

    examples: int = PROFILES["standard"]
    seed: int | None = None
    shrink: bool = True

    @property
    def sample(self) -> int:
        """How many names a statistical check draws; fewer where even the examples of the quick profile are too many."""
        if self.examples >= PROFILES["standard"]:
            return 100_000
        return SHORT_SAMPLE if self.examples >= PROFILES["quick"] else SHORTEST_SAMPLE


@dataclass
class _Attempt:
    """What is known of the examples tried so far: how many, also since the first that broke the promise, the last one
    that did, and why one was left out.
    """

    examples: int = 0
    since: int = 0
    failed: tuple[Exception, dict[str, Any], list[Step]] | None = field(default=None)
    left_out: str = ""


def judge(guarantee: Guarantee, check: Check | None, trials: Trials, effort: Effort) -> Verdict:
    """Tries to break one guarantee and says what came of it. Raises nothing but KeyboardInterrupt and SystemExit."""
    return _judge(guarantee, check, trials, effort, None)


def judge_example(guarantee: Guarantee, check: Check, trials: Trials, values: Mapping[str, Any]) -> Verdict:
    """As `judge`, with one given example instead of many; `values` are the arguments of the check."""
    return _judge(guarantee, check, trials, Effort(), values)


def _judge(
    guarantee: Guarantee, check: Check | None, trials: Trials, effort: Effort, values: Mapping[str, Any] | None
) -> Verdict:
    began = time.monotonic()
    trials.steps, trials.sensors, trials.sample = [], set(), effort.sample
    attempt = _Attempt()
    outcome, reason = _decide(guarantee, check, trials, effort, attempt, values)
    counterexample = None
    if outcome in (Outcome.FAIL, Outcome.CRASH, Outcome.TIMEOUT):
        counterexample = _counterexample(trials, attempt, outcome, reason)
    return Verdict(
        guarantee=guarantee.id,
        verdict=outcome,
        reason=portable(trials)(reason),
        examples=attempt.examples,
        seconds=round(time.monotonic() - began, 4),
        sensors=sorted(trials.sensors),
        counterexample=counterexample,
    )


def not_tried(guarantee: Guarantee, check: Check | None, trials: Trials) -> tuple[Outcome, str] | None:
    """The verdict of a guarantee that need not be tried, with the reason; None where it has to be."""
    if reason := guarantee.inapplicable(trials.edition, trials.platform):
        return Outcome.INAPPLICABLE, reason
    if check is None:
        return Outcome.INCONCLUSIVE, "no check yet"
    missing = [name for name in guarantee.functions if name not in trials.session.hello.functions]
    if missing:
        return Outcome.UNSUPPORTED, f"the implementation has no {', '.join(missing)}"
    return None


def _decide(
    guarantee: Guarantee,
    check: Check | None,
    trials: Trials,
    effort: Effort,
    attempt: _Attempt,
    values: Mapping[str, Any] | None,
) -> tuple[Outcome, str]:
    if settled := not_tried(guarantee, check, trials):
        return settled
    assert check is not None
    try:
        trials.need(*check.needs)
        _try(check, trials, effort, attempt, values)
        if attempt.left_out:
            return (Outcome.PASS if attempt.examples else Outcome.INAPPLICABLE), attempt.left_out
    except NotPromised as sentence:
        return Outcome.INAPPLICABLE, str(sentence)
    except Lacking as lacking:
        return Outcome.UNSUPPORTED, str(lacking)
    except Undecided as undecided:
        return Outcome.INCONCLUSIVE, str(undecided)
    except TimedOut as error:
        if not error.at_work:
            return Outcome.INCONCLUSIVE, f"this host is too slow for it, or the agent hangs: {error}"
        return Outcome.TIMEOUT, str(error)
    except Exhausted as error:
        return Outcome.INCONCLUSIVE, str(error)
    except Refused as refused:
        return Outcome.INCONCLUSIVE, f"the agent: {refused}"
    except Misbehaved as error:
        return Outcome.ERROR, f"the agent: {error}"
    except (KeyboardInterrupt, SystemExit):
        raise
    except BaseException as error:
        return _failure(error, attempt)
    return Outcome.PASS, ""


def _failure(error: BaseException, attempt: _Attempt) -> tuple[Outcome, str]:
    """What an exception out of the examples means; Hypothesis may have wrapped the one that counts."""
    if attempt.failed is not None:
        first = attempt.failed[0]
        if isinstance(first, Died):
            return Outcome.CRASH, f"the process ended: {first.how}"
        return Outcome.FAIL, str(first)
    last = traceback.extract_tb(error.__traceback__)[-1]
    return Outcome.ERROR, f"{type(error).__name__}: {error} ({last.filename.rpartition('/')[2]}:{last.lineno})"


def _try(
    check: Check, trials: Trials, effort: Effort, attempt: _Attempt, given_values: Mapping[str, Any] | None
) -> None:
    def example(values: Mapping[str, Any]) -> None:
        if attempt.failed is not None:
            attempt.since += 1
            if attempt.since > SHRINKING:
                raise _Enough
        attempt.examples += 1
        trials.steps = []
        begun = trials.session.trials
        try:
            check.run(trials, values)
        except Undecided as undecided:
            # What was tried together with it may well be decided, unless the question itself cannot be.
            unasked = isinstance(undecided, NotPromised) or trials.session.trials == begun
            if unasked and (halves := check.halves(values)):
                attempt.examples -= 1
                _all_of(halves, example)
            elif isinstance(undecided, NotPromised):
                attempt.examples -= 1
                attempt.left_out = str(undecided)
            else:
                raise
        except (Broken, Raised, Died) as error:
            attempt.failed = (error, dict(values), trials.steps)
            raise

    if given_values is not None:
        example(given_values)
        return
    cases = check.cases
    share = max(1, round(effort.examples * check.share / len(cases)))
    try:
        for number, case in enumerate(cases):
            _try_case(check, case, share, effort, example, plain=number == 0)
    except (Broken, Raised, Died, _Enough):
        if effort.shrink:
            _narrow(check, attempt, example)
        raise


def _all_of(examples: Sequence[Mapping[str, Any]], example: Callable[[Mapping[str, Any]], None]) -> None:
    """Tries all of the examples, before the first that cannot be decided ends the check."""
    first: Undecided | None = None
    for values in examples:
        try:
            example(values)
        except Undecided as undecided:
            first = first or undecided
    if first is not None:
        raise first


def _narrow(check: Check, attempt: _Attempt, example: Callable[[Mapping[str, Any]], None]) -> None:
    """Looks for a value that breaks the promise without the others that were tried together with it."""
    if attempt.failed is None:
        return
    attempt.since = 0
    for values in check.narrowed(attempt.failed[1]):
        with contextlib.suppress(Exception):
            example(values)
            continue
        return


def _try_case(
    check: Check,
    case: dict[str, Any],
    count: int,
    effort: Effort,
    example: Callable[[Mapping[str, Any]], None],
    *,
    plain: bool,
) -> None:
    """Tries one case with some examples. Hypothesis begins with the plainest; unless `plain`, that is left out."""
    if not check.strategies:
        example(case)
        return
    skipped = plain

    def drawn(values: Mapping[str, Any]) -> None:
        nonlocal skipped
        if skipped:
            example({**case, **values})
        skipped = True

    phases = [Phase.explicit, Phase.generate] + ([Phase.shrink] if effort.shrink else [])
    run: Any = settings(
        max_examples=count if plain else count + 1,
        database=None,
        deadline=None,
        derandomize=False,
        phases=phases,
        print_blob=False,
        report_multiple_bugs=False,
        suppress_health_check=list(HealthCheck),
        verbosity=Verbosity.quiet,
    )(given(st.fixed_dictionaries(check.strategies))(drawn))
    # There is no database; without a key Hypothesis would read and digest the source of `drawn` each time.
    run._hypothesis_internal_database_key = b""
    # The same seed for the same guarantee, whatever else is selected and in whatever order.
    seed = zlib.crc32(check.guarantee.encode()) + (effort.seed or 0) * 0x1_0000_0001
    with drawing.steady():
        hypothesis.seed(seed)(run)()


def _counterexample(trials: Trials, attempt: _Attempt, outcome: Outcome, reason: str) -> Counterexample:
    error, values, steps = attempt.failed or (None, {}, trials.steps)
    expected, seen = "an answer", reason
    match error:
        case Broken():
            expected, seen = error.expected, error.seen
        case Raised():
            expected, seen = "no exception", str(error.error)
        case Died():
            expected, seen = "the process lives on", reason
    tell = portable(trials)
    return Counterexample(
        arguments={name: _plain(item) for name, item in values.items()},
        expected=brief(tell(expected)),
        seen=brief(tell(seen)),
        steps=[
            ShownStep(call=brief(tell(step.call)), result=brief(tell(step.result)), request=_request(step, tell))
            for step in steps
        ],
    )


def portable(trials: Trials) -> Callable[[str], str]:
    """What makes a text the same on every machine: the trial's own directory becomes "{trial}"."""
    here = str(trials.session.scratch)
    inside = trials.session.agent.inside(here)
    # As they are, and as Python source text writes the backslashes of the second.
    known = {inside.replace("\\", "\\\\"), inside, here}

    def tell(text: str) -> str:
        # Lone surrogates, which stand for bytes that are no text, cannot be written to a file.
        text = text.encode("utf-8", "backslashreplace").decode("utf-8")
        for scratch in sorted(known, key=len, reverse=True):
            text = text.replace(scratch, "{scratch}")
            # What is too long was cut off before, perhaps in the middle of a path.
            for end in range(len(scratch) - 1, 3, -1) if "..." in text else ():
                text = text.replace(f"{scratch[:end]}...", "{scratch}...")
        return _TRIAL.sub("{trial}", text)

    return tell


def _plain(value: Any) -> Any:
    try:
        return encode(value)
    except TypeError:
        return {"$repr": show(value)}


def _request(step: Step, portable: Callable[[str], str]) -> dict[str, Any]:
    def walk(value: Any) -> Any:
        if isinstance(value, str):
            return portable(value)
        if isinstance(value, list):
            return [walk(item) for item in value]
        if isinstance(value, dict):
            return {key: walk(item) for key, item in value.items()}
        return value

    fields = {key: walk(_plain(item)) for key, item in step.fields.items()}
    return {"op": step.operation, **fields}
