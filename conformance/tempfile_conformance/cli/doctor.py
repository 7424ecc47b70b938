"""`doctor`: what this host can decide, and what to install for the rest."""

from __future__ import annotations

import json

import click


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def command(as_json: bool) -> None:
    """Say what this host can decide, what it lacks, and which interpreters it has."""
    from tempfile_platforms import host, interpreters

    abilities = host.abilities()
    found = interpreters.installed()
    if as_json:
        document = {
            "abilities": [ability.to_dict() for ability in abilities],
            "interpreters": [
                {
                    "implementation": item.implementation,
                    "version": ".".join(map(str, item.version)),
                    "executable": item.executable,
                    "origin": item.origin,
                }
                for item in found
            ],
        }
        click.echo(json.dumps(document, indent=2))
        return
    click.echo(click.style("Abilities", bold=True))
    for ability in abilities:
        word = click.style("yes", fg="green") if ability.available else click.style("no ", fg="yellow")
        click.echo(f"  {word}  {ability.name}: {ability.why}")
        if not ability.available and ability.remedy:
            click.echo(f"       {ability.remedy}")
    click.echo("\n" + click.style("Interpreters", bold=True))
    for item in found:
        click.echo(f"  {item}  {item.executable} ({item.origin})")
