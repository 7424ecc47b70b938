"""A run: every selected guarantee tried on every subject, by several workers, into one document."""

from __future__ import annotations

import contextlib
import datetime
import multiprocessing
import shlex
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from importlib import metadata
from multiprocessing.connection import Connection, wait
from multiprocessing.process import BaseProcess
from pathlib import Path
from typing import Any

import msgspec
from tempfile_platforms import host, processors, profiles
from tempfile_reports import model
from tempfile_reports.model import Document, Outcome, Run, Verdict

from tempfile_conformance import contract, interrupts
from tempfile_conformance.checks import registry
from tempfile_conformance.scratch import scratch_directory
from tempfile_conformance.subjects import Subject
from tempfile_conformance.worker import Settings, work

Task = tuple[int, str]
Progress = Callable[[Subject, Verdict], None]


class Interrupted(Exception):
    """The run was ended from outside, by Ctrl-C or SIGTERM; `document` holds what was decided until then."""

    def __init__(self, document: Document) -> None:
        super().__init__("interrupted")
        self.document = document


@dataclass(frozen=True)
class Plan:
    """What a run is to do: the subjects, the guarantees (ids), and how."""

    subjects: Sequence[Subject]
    guarantees: Sequence[str]
    settings: Settings
    profile: str = "standard"
    jobs: int = 1
    fail_fast: bool = False
    scratch: Path | None = None


@dataclass
class _State:
    """The verdicts so far, and the tasks that nobody has taken yet."""

    waiting: list[Task]
    verdicts: dict[Task, Verdict] = field(default_factory=dict)
    stopped: str | None = None


def run(plan: Plan, progress: Progress | None = None) -> Document:
    """Carries out the plan and returns the document with one run per subject.

    `progress` is told every verdict as it comes. Raises `Interrupted`, with what was decided, on KeyboardInterrupt,
    and `NoScratch`.
    """
    started = datetime.datetime.now(datetime.UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
    clock = time.monotonic()
    tasks = [(number, name) for number in range(len(plan.subjects)) for name in plan.guarantees]
    state = _State(waiting=list(reversed(tasks)))
    interrupted = False
    with scratch_directory(plan.scratch) as scratch:
        facts = host.facts(scratch)
        try:
            _work(plan, state, scratch, progress)
        except KeyboardInterrupt:
            interrupted = True
            state.stopped = "interrupted"
    document = _document(plan, state, facts, started, time.monotonic() - clock)
    if interrupted:
        raise Interrupted(document)
    return document


def _work(plan: Plan, state: _State, scratch: Path, progress: Progress | None) -> None:
    # Forking workers saves importing everything again; elsewhere they start afresh.
    context: Any = multiprocessing.get_context("fork" if sys.platform == "linux" else "spawn")
    registry.load()
    workers: dict[Connection, BaseProcess] = {}
    busy: dict[Connection, Task] = {}
    jobs = max(1, min(plan.jobs, len(state.waiting)))
    every_processor = jobs == processors.count()
    try:
        for number in range(jobs):
            place = scratch / f"w{number}"
            place.mkdir(mode=0o711)
            here, there = context.Pipe()
            process = context.Process(
                target=work,
                args=(there, plan.subjects, plan.settings, place, scratch.name, number if every_processor else None),
                daemon=True,
            )
            with interrupts.held_back():
                process.start()
                there.close()
                workers[here] = process
            interrupts.check()
            _give(here, state, busy)
        while busy:
            interrupts.check()
            for ready in wait(list(busy), timeout=1.0):
                assert isinstance(ready, Connection)
                _take(ready, workers, state, busy, plan, progress)
    finally:
        with interrupts.undisturbed():
            _dismiss(workers, patient=not busy)


def _give(pipe: Connection, state: _State, busy: dict[Connection, Task]) -> None:
    """Hands the next task to an idle worker; without one it stays idle."""
    if state.waiting and state.stopped is None:
        busy[pipe] = state.waiting.pop()
        pipe.send(busy[pipe])


def _take(
    pipe: Connection,
    workers: dict[Connection, BaseProcess],
    state: _State,
    busy: dict[Connection, Task],
    plan: Plan,
    progress: Progress | None,
) -> None:
    task = busy.pop(pipe)
    try:
        task, verdict = pipe.recv()
    except (EOFError, OSError):
        verdict = Verdict(
            guarantee=task[1], verdict=Outcome.ERROR, reason="a worker of the suite ended while it tried this"
        )
        state.stopped = "a worker of the suite ended unexpectedly"
        workers.pop(pipe).join()
    else:
        subject = plan.subjects[task[0]]
        level = contract.load().guarantees[task[1]].level
        if plan.fail_fast and verdict.verdict.broken and level != "may" and not subject.yardstick:
            state.stopped = "--fail-fast"
        _give(pipe, state, busy)
    state.verdicts[task] = verdict
    if progress is not None:
        progress(plan.subjects[task[0]], verdict)


def _dismiss(workers: dict[Connection, BaseProcess], *, patient: bool) -> None:
    """Ends the workers; those that are still at work are not waited for."""
    for pipe, process in workers.items():
        if patient:
            with contextlib.suppress(OSError):
                pipe.send(None)
        else:
            process.terminate()
    for process in workers.values():
        process.join(timeout=5)
        if process.is_alive():
            process.kill()
            process.join()


def _document(plan: Plan, state: _State, facts: host.HostFacts, started: str, seconds: float) -> Document:
    book = contract.load()
    version = metadata.version("tempfile-conformance")
    suite = model.Suite(version=version, contract=book.digest)
    place = msgspec.convert(facts.to_dict(), model.Host)
    runs = []
    for number, subject in enumerate(plan.subjects):
        verdicts = []
        for name in plan.guarantees:
            verdict = state.verdicts.get((number, name))
            if verdict is None:
                reason = f"not tried: {state.stopped or 'the run ended early'}"
                verdict = Verdict(guarantee=name, verdict=Outcome.INCONCLUSIVE, reason=reason)
            verdicts.append(msgspec.structs.replace(verdict, reproduce=_command(plan, subject, verdict)))
        tried = sum((number, name) in state.verdicts for name in plan.guarantees)
        complete = tried == len(plan.guarantees)
        runs.append(
            Run(
                implementation=_implementation(subject),
                edition=subject.edition,
                edition_reason=subject.edition_reason,
                host=_place(place, subject),
                suite=suite,
                profile=plan.profile,
                seed=plan.settings.effort.seed,
                started=started,
                seconds=round(seconds, 3),
                complete=complete,
                incomplete_reason=None if complete else (state.stopped or "the run ended early"),
                selected=len(plan.guarantees),
                executed=tried,
                verdicts=verdicts,
            )
        )
    return Document(guarantees={name: described(book.guarantees[name]) for name in plan.guarantees}, runs=runs)


def _place(host: model.Host, subject: Subject) -> model.Host:
    """The host as the implementation sees it: under wine, node or Java that is another system than the suite's."""
    agent, runtime = subject.implementation.agent, subject.hello.runtime
    told = (agent.launcher.platform if agent.launcher else "") or profiles.label(str(runtime.get("platform", "")))
    files = str(runtime.get("filesystem") or host.filesystem)
    return msgspec.structs.replace(host, platform=told or host.platform, filesystem=files)


def described(guarantee: contract.Guarantee) -> model.Guarantee:
    """A guarantee as reports carry it."""
    return model.Guarantee(
        statement=guarantee.statement,
        chapter=guarantee.chapter,
        level=model.Level(guarantee.level),
        category=guarantee.category,
        severity=model.Severity(guarantee.severity),
        cwe=list(guarantee.cwe),
        documented=[
            model.Documented(edition=item.edition, section=item.section, sentence=item.text)
            for item in guarantee.documented
        ],
        editions=guarantee.editions,
        functions=list(guarantee.functions),
    )


def _implementation(subject: Subject) -> model.Implementation:
    told, runtime = subject.hello.implementation, subject.hello.runtime
    version = told.get("version") or (runtime.get("version") if told.get("standard") else None)
    return model.Implementation(
        name=subject.name,
        language=str(runtime.get("language", "")),
        version=version,
        file=told.get("file"),
        agent=" ".join(str(subject.hello.agent.get(key, "")) for key in ("name", "version")).strip(),
        runtime=f"{runtime.get('name', '')} {runtime.get('version', '')}".strip(),
        executable=runtime.get("executable"),
        functions=sorted(subject.hello.functions),
    )


def _command(plan: Plan, subject: Subject, verdict: Verdict) -> str | None:
    """The command that shows a broken guarantee again."""
    if not verdict.verdict.broken:
        return None
    parts = ["tempfile-conformance", "check", subject.name, *subject.implementation.options]
    parts += ["--edition", subject.edition, "--only", verdict.guarantee]
    if verdict.verdict is Outcome.TIMEOUT:
        parts += ["--timeout", f"{plan.settings.timeout:g}"]
    if plan.settings.effort.seed is not None:
        parts += ["--seed", str(plan.settings.effort.seed)]
    return shlex.join(parts)


def without_shrinking(settings: Settings) -> Settings:
    """The same settings for a run that only wants to know whether something breaks."""
    return replace(settings, effort=replace(settings.effort, shrink=False))
