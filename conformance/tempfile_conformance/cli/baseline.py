"""`baseline`: the accepted failures, written by the tool."""

from __future__ import annotations

from pathlib import Path

import click


@click.command("baseline")
@click.argument("run", type=click.Path(path_type=Path, dir_okay=False), metavar="RUN.json")
@click.option(
    "--output",
    "-o",
    type=click.Path(path_type=Path, dir_okay=False),
    default=Path("tempfile-baseline.toml"),
    show_default=True,
    metavar="FILE",
    help="Where to write it.",
)
@click.option("--update", is_flag=True, help="Refresh an existing file; comments and reasons in it stay.")
@click.option("--reason", default="", metavar="TEXT", help="The reason for the new entries; else to be filled in.")
def command(run: Path, output: Path, update: bool, reason: str) -> None:
    """Write or refresh the accepted failures of a report.

    Every entry needs a reason before `check --baseline` takes it.
    """
    from tempfile_reports.baseline_edit import write_baseline
    from tempfile_reports.text import visible

    from tempfile_conformance.cli.reading import document, reading

    found = document(run)
    edited = reading(lambda: write_baseline(found, output, update=update, reason=reason))
    for word, ids in (("added", edited.added), ("removed", edited.removed), ("kept", edited.kept)):
        for name in ids:
            click.echo(f"{word:>7}  {visible(name, 200)}")
    click.echo(f"Wrote {output}: {len(edited.added)} added, {len(edited.removed)} removed, {len(edited.kept)} kept.")
    if edited.added and not reason:
        click.echo("Fill in the reason of each new entry.", err=True)
