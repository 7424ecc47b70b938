"""One worker: a process that judges guarantee after guarantee and hands back the verdicts."""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from hypothesis.configuration import set_hypothesis_home_dir
from tempfile_platforms import processors
from tempfile_platforms.protocol import StartError
from tempfile_platforms.session import Session
from tempfile_platforms.users import ordinary_user, other_user
from tempfile_reports.model import Outcome, Verdict

from tempfile_conformance import contract, interrupts
from tempfile_conformance.checks import registry
from tempfile_conformance.evidence import Witness
from tempfile_conformance.judge import Effort, judge
from tempfile_conformance.subjects import Subject
from tempfile_conformance.trials import Trials, User


@dataclass(frozen=True)
class Settings:
    """What every check of a run shares: effort, seconds per request, how trials are isolated, whether to trace."""

    effort: Effort
    timeout: float = 10.0
    isolation: str = "auto"
    evidence: str = "auto"


class Judge:
    """Judges guarantees of several subjects, with one session for each, opened when it is first needed."""

    def __init__(self, subjects: Sequence[Subject], settings: Settings, scratch: Path, marker: str) -> None:
        self.subjects = subjects
        self.settings = settings
        self.scratch = scratch
        self.marker = marker
        self._trials: dict[int, Trials] = {}
        self._witnesses: dict[int, Witness] = {}
        self._failed: dict[int, StartError] = {}
        # Hypothesis keeps files of its own, by default in the working directory.
        set_hypothesis_home_dir(scratch / "hypothesis")
        self._contract = contract.load()
        self._checks = registry.load()

    def verdict(self, subject: int, guarantee: str) -> Verdict:
        """The verdict of one guarantee on one subject, by its number."""
        try:
            trials = self._open(subject)
        except StartError as error:
            return Verdict(guarantee=guarantee, verdict=Outcome.ERROR, reason=str(error))
        promise = self._contract.guarantees[guarantee]
        verdict = judge(promise, self._checks.get(guarantee), trials, self.settings.effort)
        return self._witnesses[subject].attach(verdict)

    def _open(self, subject: int) -> Trials:
        if subject in self._failed:
            raise self._failed[subject]
        if subject not in self._trials:
            scratch = self.scratch / f"s{subject}"
            scratch.mkdir(mode=0o711)
            wanted = self.subjects[subject]
            try:
                session = Session(
                    wanted.implementation.agent,
                    scratch,
                    timeout=self.settings.timeout,
                    isolation=self.settings.isolation,
                    marker=self.marker,
                )
            except StartError as error:
                # It started when the run began: once is enough to be told that it does not any more.
                self._failed[subject] = error
                raise
            users = [User(user.uid, user.gid) if user else None for user in (ordinary_user(), other_user())]
            trials = self._trials[subject] = Trials(session, wanted.edition, *users)
            self._witnesses[subject] = Witness(trials, self.settings.evidence)
        return self._trials[subject]

    def close(self) -> None:
        """Ends every session."""
        set_hypothesis_home_dir(None)
        for trials in self._trials.values():
            trials.session.close()


def work(
    pipe: Connection,
    subjects: Sequence[Subject],
    settings: Settings,
    scratch: Path,
    marker: str,
    processor: int | None = None,
) -> None:
    """The worker's main: takes (subject, guarantee) from the pipe until None comes, and sends each verdict back.

    With a number of a processor it keeps to that one.
    """
    if processor is not None:
        processors.keep_to_one(processor)
    # Ctrl-C reaches every process of the terminal's group; only the suite's own process answers it.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    every = Judge(subjects, settings, scratch, marker)

    def stop(*_: Any) -> None:
        # No exception, which whatever runs just now might swallow.
        every.close()
        os._exit(0)

    signal.signal(signal.SIGTERM, stop)
    interrupts.let_through()
    # What is here now stays; what an example leaves behind can wait until there is more of it.
    gc.freeze()
    gc.set_threshold(20_000)
    try:
        while (task := pipe.recv()) is not None:
            pipe.send((task, every.verdict(*task)))
    except (EOFError, BrokenPipeError):
        pass
    finally:
        every.close()
