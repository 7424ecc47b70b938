"""`check`: judge one implementation."""

from __future__ import annotations

from typing import Any

import click

from tempfile_conformance.cli.options import shared


@click.command("check")
@click.argument("implementation", default="stdlib", metavar="[IMPLEMENTATION]")
@shared
@click.pass_context
def command(ctx: click.Context, /, implementation: str, **options: Any) -> None:
    """Judge one implementation: a module's name, or a path to a .py file.

    Without one, the standard library of the interpreter is judged.
    """
    from tempfile_conformance.cli.judging import judge

    ctx.exit(judge([implementation], [], options))
