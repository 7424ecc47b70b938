"""`diff`: what got better, what got worse."""

from __future__ import annotations

import sys
from pathlib import Path

import click


@click.command("diff")
@click.argument("old", type=click.Path(path_type=Path, dir_okay=False), metavar="OLD.json")
@click.argument("new", type=click.Path(path_type=Path, dir_okay=False), metavar="NEW.json")
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="How to show it.",
)
@click.option(
    "--exact",
    is_flag=True,
    help="OLD is a record that NEW must repeat: any changed verdict is exit code 1, better or worse.",
)
@click.pass_context
def command(ctx: click.Context, old: Path, new: Path, form: str, exact: bool) -> None:
    """Show what got better and what got worse between two reports.

    Exit code 1 when something got worse; what only the new suite judges is never worse. Exit code 3 when nothing
    was judged in both.
    """
    from rich.console import Console
    from tempfile_reports import diff_forms
    from tempfile_reports.diff import diff

    from tempfile_conformance.cli.reading import document

    difference = diff(document(old), document(new), exact=exact)
    if form == "json":
        click.echo(diff_forms.as_json(difference))
    elif form == "markdown":
        click.echo(diff_forms.markdown(difference))
    else:
        diff_forms.render(difference, Console(file=sys.stdout))
    ctx.exit(difference.exit_code)
