"""One recorded example, tried again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tempfile_platforms.protocol import decode
from tempfile_platforms.session import Session
from tempfile_platforms.users import ordinary_user, other_user
from tempfile_reports.model import Outcome, Step, Verdict

from tempfile_conformance import contract
from tempfile_conformance.checks import registry
from tempfile_conformance.evidence import Witness
from tempfile_conformance.judge import Effort, judge, judge_example, portable
from tempfile_conformance.steps import brief
from tempfile_conformance.subjects import Subject
from tempfile_conformance.trials import Trials, User


@dataclass(frozen=True)
class Replayed:
    """What came of it: the steps, and for a broken promise what was expected and seen."""

    outcome: Outcome
    steps: Sequence[Step]
    expected: str
    seen: str


def replay(subject: Subject, verdict: Verdict, scratch: Path, timeout: float) -> Replayed:
    """Tries the example of a verdict's counterexample again on an implementation.

    An example whose values could not be recorded is looked for again. Raises `StartError`.
    """
    assert verdict.counterexample is not None
    place = scratch / "s0"
    place.mkdir(mode=0o711)
    session = Session(subject.implementation.agent, place, timeout=timeout, marker=scratch.name)
    try:
        users = [User(user.uid, user.gid) if user else None for user in (ordinary_user(), other_user())]
        trials = Trials(session, subject.edition, *users)
        guarantee = contract.load().guarantees.get(verdict.guarantee)
        check = registry.load().get(verdict.guarantee)
        if guarantee is None or check is None:
            return Replayed(Outcome.ERROR, (), "", f"this version of the suite has no check of {verdict.guarantee}")
        arguments = verdict.counterexample.arguments
        if set(arguments) == set(check.arguments) and not any(_unrecorded(item) for item in arguments.values()):
            values = {name: decode(item) for name, item in arguments.items()}
            again = judge_example(guarantee, check, trials, values)
        else:
            again = judge(guarantee, check, trials, Effort())
        again = Witness(trials, "auto").attach(again)
    finally:
        session.close()
    example = again.counterexample
    if example is None:
        tell = portable(trials)
        steps = [Step(call=brief(tell(step.call)), result=brief(tell(step.result))) for step in trials.steps]
        return Replayed(again.verdict, steps, "", again.reason)
    return Replayed(again.verdict, example.steps, example.expected, example.seen)


def _unrecorded(value: object) -> bool:
    return isinstance(value, dict) and "$repr" in value
