"""`reproduce`: replay the counterexample of one failure."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click


@click.command("reproduce")
@click.argument("report", type=click.Path(path_type=Path, dir_okay=False), metavar="RUN.json")
@click.argument("guarantee", metavar="ID")
@click.option(
    "--implementation", metavar="NAME", help="Which run of the report, where it has several; or what to try instead."
)
@click.option("--python", metavar="EXE", help="Interpreter to host it.")
@click.option("--path", multiple=True, metavar="DIR", help="Put first on its module path. Repeatable.")
@click.option("--scratch", type=click.Path(path_type=Path), metavar="DIR", help="Directory to try it in.")
@click.option("--timeout", default=10.0, show_default=True, metavar="SECONDS", help="How long one call may take.")
@click.pass_context
def command(
    ctx: click.Context,
    report: Path,
    guarantee: str,
    implementation: str | None,
    python: str | None,
    path: tuple[str, ...],
    scratch: Path | None,
    timeout: float,
) -> None:
    """Replay the counterexample of guarantee ID in a report, step by step, and say whether it still breaks.

    Exit code 1 when it does, 0 when it does not any more, 3 when it could not be tried.
    """
    from tempfile_reports import ReportError, load

    from tempfile_conformance.cli.exits import Unusable

    try:
        document = load(report)
    except (ReportError, OSError) as error:
        raise Unusable(str(error)) from error
    names = [run.implementation.name for run in document.runs]
    runs = [run for run in document.runs if implementation in (None, run.implementation.name)] or document.runs
    failing = [
        (run, verdict)
        for run in runs
        for verdict in run.verdicts
        if verdict.guarantee == guarantee and verdict.counterexample is not None
    ]
    if not failing:
        broken = sorted({verdict.guarantee for run in runs for verdict in run.verdicts if verdict.counterexample})
        listed = ", ".join(broken) or "none"
        raise Unusable(
            f"{report}: no counterexample of {guarantee!r} (runs of {', '.join(names)}); there are: {listed}"
        )
    if len(failing) > 1 and implementation is None:
        which = ", ".join(run.implementation.name for run, _ in failing)
        click.echo(
            f"{guarantee} is broken in the runs of {which}; replaying the first, --implementation chooses.", err=True
        )
    ctx.exit(_replay(*failing[0], implementation, python, path, scratch, timeout))


def _replay(
    run: Any,
    verdict: Any,
    implementation: str | None,
    python: str | None,
    path: tuple[str, ...],
    scratch: Path | None,
    timeout: float,
) -> int:
    from tempfile_platforms.implementations import UnknownImplementation, resolve
    from tempfile_platforms.interpreters import InterpreterError
    from tempfile_platforms.protocol import StartError

    from tempfile_conformance.cli.exits import CannotJudge, Unusable
    from tempfile_conformance.replay import replay
    from tempfile_conformance.scratch import NoScratch, scratch_directory
    from tempfile_conformance.subjects import greet

    hosted = python or (run.implementation.executable if _usable(run.implementation.executable) else None)
    try:
        subject = greet(resolve(implementation or run.implementation.name, hosted, path), edition=run.edition)
    except (InterpreterError, UnknownImplementation) as error:
        raise Unusable(str(error)) from error
    except StartError as error:
        raise CannotJudge(str(error)) from error
    runtime = subject.hello.runtime
    click.echo(
        click.style(f"{verdict.guarantee} on {subject.name}", bold=True) + f", {runtime['name']} {runtime['version']}"
    )
    click.echo(f"edition {run.edition}; recorded: {verdict.verdict.value}")
    try:
        with scratch_directory(scratch) as place:
            again = replay(subject, verdict, place, timeout)
    except NoScratch as error:
        raise Unusable(str(error)) from error
    for number, step in enumerate(again.steps, 1):
        click.echo(f"  {number:>3}  {step.call}" + (f"  → {step.result}" if step.result else ""))
    if again.outcome.broken:
        click.echo(f"\nexpected  {again.expected}\nseen      {again.seen}\n" + click.style("Still broken.", bold=True))
        return 1
    if again.outcome.judged:
        click.echo("\n" + click.style("Not broken any more.", bold=True))
        return 0
    raise CannotJudge(again.seen)


def _usable(executable: str | None) -> bool:
    return executable is not None and Path(executable).is_file()
