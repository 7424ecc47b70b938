"""`merge`: one matrix from the runs of many machines."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from tempfile_reports import Document


@click.command("merge")
@click.argument("runs", nargs=-1, required=True, type=click.Path(path_type=Path, dir_okay=False), metavar="RUN.json...")
@click.option(
    "--report",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write it. Repeatable.",
)
@click.option("--public", is_flag=True, help="Leave out what tells a machine's paths and users, and raw requests.")
@click.option("--verbose", "-v", is_flag=True, help="Show every guarantee, not only the broken ones.")
@click.pass_context
def command(ctx: click.Context, runs: tuple[Path, ...], report: tuple[Path, ...], public: bool, verbose: bool) -> None:
    """Merge the reports of many machines into one matrix.

    The exit code is that of all the runs together.
    """
    from rich.console import Console
    from tempfile_reports import check_ending, exit_code, terminal
    from tempfile_reports.merge import merge

    from tempfile_conformance.cli.reading import reading, write

    for path in report:
        reading(check_ending, path)
    document = reading(merge, runs)
    if public:
        document = anonymous(document)
    terminal.render(document, Console(file=sys.stdout), verbose=verbose)
    write(document, report)
    ctx.exit(exit_code(document))


def anonymous(document: Document) -> Document:
    """The document without what tells one machine's paths and people, and without the requests of the steps.

    Those are half of a report and tell only once more what the steps tell; `reproduce` does without. What lies below
    the working directory is named from there in the commands that reproduce a verdict.
    """
    from msgspec.structs import replace

    runs = []
    for run in document.runs:
        verdicts = []
        for verdict in run.verdicts:
            found = verdict.counterexample
            if found:
                found = replace(found, steps=[replace(step, request={}) for step in found.steps])
            again = verdict.reproduce and verdict.reproduce.replace(f"{Path.cwd()}{os.sep}", "")
            verdicts.append(replace(verdict, counterexample=found, reproduce=again))
        made = replace(run.implementation, file=None, executable=None)
        host = replace(run.host, user="", release="")
        runs.append(replace(run, implementation=made, host=host, verdicts=verdicts))
    return replace(document, runs=runs)
