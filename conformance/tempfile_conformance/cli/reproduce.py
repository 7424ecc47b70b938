"""`reproduce`: replay the counterexample of one failure."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tempfile_reports import Document, Run, Verdict

    from tempfile_conformance.recorded import Asked


@click.command("reproduce")
@click.argument("report", type=click.Path(path_type=Path, dir_okay=False), metavar="RUN.json")
@click.argument("guarantee", metavar="ID")
@click.option("--run", "number", type=click.IntRange(min=1), metavar="N", help="Which run of the report, from 1.")
@click.option(
    "--implementation", metavar="NAME", help="Which run of the report, where it has several; or what to try instead."
)
@click.option("--python", metavar="EXE", help="Interpreter to host it.  [default: one of the recorded version]")
@click.option("--path", multiple=True, metavar="DIR", help="Put first on its module path. Repeatable.")
@click.option("--scratch", type=click.Path(path_type=Path), metavar="DIR", help="Directory to try it in.")
@click.option("--timeout", default=10.0, show_default=True, metavar="SECONDS", help="How long one call may take.")
@click.pass_context
def command(
    ctx: click.Context,
    report: Path,
    guarantee: str,
    number: int | None,
    implementation: str | None,
    python: str | None,
    path: tuple[str, ...],
    scratch: Path | None,
    timeout: float,
) -> None:
    """Replay the counterexample of guarantee ID in a report, step by step, and say whether it still breaks.

    The report may be of another machine: it is tried in a directory of its own here. Exit code 1 when it still
    breaks, 0 when it does not any more, 3 when it could not be tried.
    """
    from tempfile_conformance.cli.reading import document
    from tempfile_conformance.recorded import Asked

    run, verdict = _choose(document(report), report, guarantee, number, implementation)
    ctx.exit(_replay(run, verdict, Asked(implementation, python, path), scratch, timeout))


def _choose(
    found: Document, report: Path, guarantee: str, number: int | None, implementation: str | None
) -> tuple[Run, Verdict]:
    """The run and the verdict to replay. Raises `Unusable` with what there is instead."""
    from tempfile_reports.matrix import labels
    from tempfile_reports.text import visible

    from tempfile_conformance.cli.exits import Unusable

    names = labels(found.runs)
    if number is not None and number > len(names):
        raise Unusable(f"--run {number}: {report} has {len(names)}")
    chosen = [n for n, run in enumerate(found.runs) if number in (None, n + 1)]
    if number is None and implementation is not None:
        chosen = [n for n in chosen if found.runs[n].implementation.name == implementation] or chosen
    broken = [(n, verdict) for n in chosen for verdict in found.runs[n].verdicts if verdict.counterexample is not None]
    failing = [(n, verdict) for n, verdict in broken if verdict.guarantee == guarantee]
    if not failing:
        ids = sorted({visible(verdict.guarantee, 100) for _, verdict in broken})
        listed = ", ".join(ids[:40]) or "none"
        raise Unusable(
            f"{report}: no counterexample of {guarantee!r} ({', '.join(names[n] for n in chosen[:12])}); "
            f"there are: {listed}"
        )
    if len(failing) > 1:
        which = "\n".join(f"  --run {n + 1}  {names[n]}" for n, _ in failing[:12])
        click.echo(f"{guarantee} is broken in several runs; replaying the first, --run chooses:\n{which}", err=True)
    n, verdict = failing[0]
    return found.runs[n], verdict


def _replay(run: Run, verdict: Verdict, asked: Asked, scratch: Path | None, timeout: float) -> int:
    from tempfile_platforms.implementations import UnknownImplementation
    from tempfile_platforms.interpreters import InterpreterError
    from tempfile_platforms.protocol import StartError
    from tempfile_reports.text import visible

    from tempfile_conformance.cli.exits import CannotJudge, Unusable
    from tempfile_conformance.recorded import reach
    from tempfile_conformance.replay import replay
    from tempfile_conformance.scratch import NoScratch, scratch_directory
    from tempfile_conformance.subjects import greet

    try:
        subject = greet(reach(run, verdict, asked), edition=run.edition)
        runtime = f"{subject.hello.runtime['name']} {subject.hello.runtime['version']}"
        click.echo(click.style(visible(f"{verdict.guarantee} on {subject.name}", 300), bold=True) + f", {runtime}")
        recorded = f"{verdict.verdict.value}, on {run.implementation.runtime} ({run.host.platform})"
        click.echo(visible(f"edition {run.edition}; recorded: {recorded}", 300) + "\n")
        with scratch_directory(scratch) as place:
            again = replay(subject, verdict, place, timeout)
    except (InterpreterError, UnknownImplementation, NoScratch) as error:
        raise Unusable(visible(str(error), 1000)) from error
    except StartError as error:
        raise CannotJudge(visible(str(error), 1000)) from error
    for number, step in enumerate(again.steps, 1):
        result = f"  → {visible(step.result, 600)}" if step.result else ""
        click.echo(f"  {number:>3}  {visible(step.call, 600)}{result}")
    if again.outcome.broken:
        click.echo(f"\nexpected  {visible(again.expected, 600)}\nseen      {visible(again.seen, 600)}")
        click.echo(click.style("Still broken.", bold=True))
        return 1
    if again.outcome.judged:
        click.echo("\n" + click.style("Not broken any more.", bold=True))
        return 0
    raise CannotJudge(visible(again.seen, 1000))
