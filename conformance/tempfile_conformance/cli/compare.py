"""`compare`: judge several implementations side by side. The main job."""

from __future__ import annotations

from typing import Any

import click

from tempfile_conformance.cli.options import shared

REFERENCES = ("tempfile_reference.python2", "tempfile_reference")


@click.command("compare")
@click.argument("implementations", nargs=-1, metavar="[IMPLEMENTATION]...")
@click.option(
    "--against",
    multiple=True,
    default=("stdlib",),
    show_default="stdlib",
    metavar="IMPLEMENTATION",
    help="What to put beside them; what it breaks does not count. Repeatable.",
)
@shared
@click.pass_context
def command(ctx: click.Context, /, implementations: tuple[str, ...], against: tuple[str, ...], **options: Any) -> None:
    """Judge several implementations and show them side by side.

    Without one, the two shapes of the reference are judged, beside the standard library of this interpreter.
    """
    from tempfile_conformance.cli.judging import judge

    ctx.exit(judge(list(implementations or REFERENCES), list(against), options))
