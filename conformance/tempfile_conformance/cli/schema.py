"""`schema`: the JSON Schema of reports."""

from __future__ import annotations

import json

import click


@click.command("schema")
def command() -> None:
    """Print the JSON Schema of reports."""
    import tempfile_reports

    click.echo(json.dumps(tempfile_reports.schema(), indent=2))
