"""From the shared options to a judged document: what `check` and `compare` have in common."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click
import tempfile_reports
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from tempfile_platforms import processors, seccomp
from tempfile_platforms.implementations import UnknownImplementation, resolve
from tempfile_platforms.interpreters import InterpreterError
from tempfile_platforms.protocol import StartError
from tempfile_reports import Document, ReportError
from tempfile_reports.model import Verdict

from tempfile_conformance import contract, engine, known
from tempfile_conformance.cli.exits import UNJUDGED, CannotJudge, Unusable
from tempfile_conformance.judge import PROFILES, Effort
from tempfile_conformance.scratch import NoScratch
from tempfile_conformance.subjects import Subject, greet
from tempfile_conformance.worker import Settings


def judge(names: Sequence[str], yardsticks: Sequence[str], options: dict[str, Any]) -> int:
    """Judges the implementations named, shows and writes the reports, and returns the exit code.

    Raises click exceptions that carry the exit codes of wrong usage and of what cannot be judged.
    """
    _check_reports(options["report"])
    edition = options["edition"]
    if edition is not None and edition not in contract.EDITIONS:
        raise Unusable(f"--edition {edition}: unknown; there are {', '.join(contract.EDITIONS)}")
    try:
        guarantees = contract.load().select(options["only"])
    except LookupError as error:
        raise Unusable(f"--only: {error.args[0]}") from error
    examples = options["examples"] or PROFILES[options["profile"]]
    settings = Settings(
        Effort(examples, options["seed"]), options["timeout"], options["isolation"], options["evidence"]
    )
    _check_evidence(options["evidence"])
    if options["sensor"] == "seccomp" and (obstacle := seccomp.obstacle()):
        raise Unusable(f"--sensor seccomp: {obstacle}; --sensor agent does without")
    if options["fail_fast"]:
        settings = engine.without_shrinking(settings)
    subjects = [_greet(name, options) for name in names]
    subjects += [_greet(name, options, yardstick=True) for name in yardsticks]
    plan = engine.Plan(
        subjects=subjects,
        guarantees=[item.id for item in guarantees],
        settings=settings,
        profile=options["profile"],
        jobs=options["jobs"] or processors.count(),
        fail_fast=options["fail_fast"],
        scratch=options["scratch"],
    )
    interrupted = False
    try:
        with _progress(len(subjects) * len(guarantees)) as progress:
            document = engine.run(plan, progress)
    except NoScratch as error:
        raise Unusable(str(error)) from error
    except engine.Interrupted as error:
        document, interrupted = error.document, True
    document, problems = _accept(known.annotate(document), options["baseline"])
    # Written before it is shown: whoever reads the output may stop reading.
    _write(document, options["report"])
    _show(document, options["verbose"])
    for problem in problems:
        click.echo(problem, err=True)
    if interrupted:
        click.echo("Interrupted: what was decided until then is shown; the rest was not tried.", err=True)
        return UNJUDGED
    judged = Document(guarantees=document.guarantees, runs=document.runs[: len(names)])
    code = tempfile_reports.exit_code(judged, stale=bool(problems))
    if code == UNJUDGED:
        reasons = dict.fromkeys(run.unjudged() for run in judged.runs)
        click.echo(f"Could not be judged: {'; '.join(reason for reason in reasons if reason)}", err=True)
    return code


def _check_evidence(evidence: str) -> None:
    """Evidence that is asked for by name must be had, or the run says why not."""
    if evidence == "strace":
        from tempfile_platforms.abilities import abilities

        found = next(ability for ability in abilities() if ability.name == "strace")
        if not found.available:
            raise CannotJudge(f"--evidence strace: {found.why}; {found.remedy}")


def _check_reports(reports: Sequence[Path]) -> None:
    for path in reports:
        try:
            tempfile_reports.check_ending(path)
        except ReportError as error:
            raise Unusable(f"--report {error}") from error
        if not path.absolute().parent.is_dir():
            raise Unusable(f"--report {path}: there is no directory {path.absolute().parent}")


def _greet(name: str, options: dict[str, Any], *, yardstick: bool = False) -> Subject:
    try:
        implementation = resolve(name, options["python"], options["path"], options["sensor"])
        return greet(implementation, edition=options["edition"], yardstick=yardstick, timeout=options["timeout"])
    except (InterpreterError, UnknownImplementation, NoScratch) as error:
        raise Unusable(str(error)) from error
    except StartError as error:
        raise CannotJudge(f"{name} could not be judged: {error}") from error


class _progress:  # noqa: N801 (reads as the function it stands for)
    """A progress bar on standard error while the run lasts, on a terminal only."""

    def __init__(self, total: int) -> None:
        console = Console(stderr=True)
        self._bar = Progress(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            console=console,
            transient=True,
            disable=not console.is_terminal,
        )
        self._task = self._bar.add_task("judging", total=total)

    def __enter__(self) -> Callable[[Subject, Verdict], None]:
        self._broken = 0
        return self._tell

    def _tell(self, subject: Subject, verdict: Verdict) -> None:
        # Started with the first verdict: the workers are forked before, and a thread must not be.
        self._bar.start()
        self._broken += verdict.verdict.broken
        text = f"{subject.name}: {verdict.guarantee}" + (f" ({self._broken} broken)" if self._broken else "")
        self._bar.update(self._task, advance=1, description=text)

    def __exit__(self, *_: object) -> None:
        self._bar.stop()


def _accept(document: Document, baseline: Path | None) -> tuple[Document, list[str]]:
    if baseline is None:
        return document, []
    from tempfile_reports import baseline as baselines

    try:
        applied = baselines.apply(document, baselines.load(baseline), known=contract.load().guarantees)
    except ReportError as error:
        raise Unusable(str(error)) from error
    return applied.document, [str(problem) for problem in applied.problems]


def _show(document: Document, verbose: bool) -> None:
    from tempfile_reports import terminal

    terminal.render(document, Console(file=sys.stdout), verbose=verbose)


def _write(document: Document, reports: Sequence[Path]) -> None:
    for path in reports:
        try:
            tempfile_reports.write_report(document, path)
        except (ReportError, OSError) as error:
            raise Unusable(f"--report {path}: {error}") from error
        click.echo(f"Wrote {path}", err=True)
