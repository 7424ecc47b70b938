"""`report`: another form of a report."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command("report")
@click.argument("run", type=click.Path(path_type=Path, dir_okay=False), metavar="RUN.json")
@click.option(
    "--report",
    multiple=True,
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write it in the form of its ending. Repeatable.",
)
@click.option("--verbose", "-v", is_flag=True, help="Show every guarantee, not only the broken ones.")
def command(run: Path, report: tuple[Path, ...], verbose: bool) -> None:
    """Render a report again in another form; on the terminal without --report."""
    from rich.console import Console
    from tempfile_reports import check_ending, terminal

    from tempfile_conformance.cli.reading import document, reading, write

    for path in report:
        reading(check_ending, path)
    found = document(run)
    if report:
        write(found, report)
    else:
        terminal.render(found, Console(file=sys.stdout), verbose=verbose)
