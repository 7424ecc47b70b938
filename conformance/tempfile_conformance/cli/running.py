"""A run on the command line: carried out with a progress bar, held against the baseline, written and shown."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import click
import tempfile_reports
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from tempfile_platforms import processors
from tempfile_reports import Document, ReportError
from tempfile_reports.model import Verdict

from tempfile_conformance import contract, engine, known
from tempfile_conformance.cli.exits import UNJUDGED, Unusable
from tempfile_conformance.judge import PROFILES, Effort
from tempfile_conformance.scratch import NoScratch
from tempfile_conformance.subjects import Subject
from tempfile_conformance.worker import Settings


def run(subjects: Sequence[Subject], guarantees: Sequence[str], options: dict[str, Any]) -> int:
    """Judges the subjects by these guarantees (ids), writes and shows the reports, and returns the exit code.

    Raises click exceptions that carry the exit code of wrong usage.
    """
    effort = Effort(options["examples"] or PROFILES[options["profile"]], options["seed"])
    settings = Settings(effort, options["timeout"], options["isolation"], options["evidence"])
    if options["fail_fast"]:
        settings = engine.without_shrinking(settings)
    plan = engine.Plan(
        subjects=subjects,
        guarantees=guarantees,
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
    of_interest = [run for run, subject in zip(document.runs, subjects, strict=True) if not subject.yardstick]
    judged = Document(guarantees=document.guarantees, runs=of_interest)
    code = tempfile_reports.exit_code(judged, stale=bool(problems))
    if code == UNJUDGED:
        reasons = dict.fromkeys(run.unjudged() for run in judged.runs)
        click.echo(f"Could not be judged: {'; '.join(reason for reason in reasons if reason)}", err=True)
    return code


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
