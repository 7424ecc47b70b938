"""`doctor`: what this host can decide, and what to install for the rest."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any

import click

if TYPE_CHECKING:
    from tempfile_platforms.lanes import Lane, Missing


@click.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="As JSON.")
def command(as_json: bool) -> None:
    """Say what this host can decide, which interpreters it has, and which lanes it can run.

    A lane is an interpreter, a file system and a user; what is missing comes with the command that adds it.
    """
    from tempfile_platforms import host, interpreters
    from tempfile_platforms.store import store

    abilities = host.abilities()
    found = interpreters.installed()
    lanes = _lanes()
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
            "lanes": [_plain(lane, why) for lane, why in lanes],
            "store": str(store()),
        }
        click.echo(json.dumps(document, indent=2))
        return
    click.echo(click.style("Abilities", bold=True))
    for ability in abilities:
        _line(ability.available, f"{ability.name}: {ability.why}", ability.remedy)
    click.echo("\n" + click.style("Interpreters", bold=True))
    for item in found:
        click.echo(f"  {item}  {item.executable} ({item.origin})")
    run = "nox -s platforms -- --tier available"
    click.echo("\n" + click.style("Lanes", bold=True) + f" (run them: {run}; their store: {store()})")
    for lane, why in lanes:
        _line(why is None, lane.name + (f": {why.reason}" if why else ""), why.add if why else "")


def _lanes() -> list[tuple[Lane, Missing | None]]:
    from tempfile_platforms import lanes

    every = lanes.lanes()
    # Each asks an interpreter, which takes Java and wine a few seconds.
    with ThreadPoolExecutor(max_workers=4) as pool:
        return list(zip(every, pool.map(lanes.missing, every), strict=True))


def _plain(lane: Lane, why: Missing | None) -> dict[str, Any]:
    told = {"name": lane.name, "tier": lane.tier, "python": lane.python, "filesystem": lane.scratch, "user": lane.user}
    return {**told, "available": why is None, "why": why.reason if why else "", "remedy": why.add if why else ""}


def _line(available: bool, text: str, remedy: str) -> None:
    word = click.style("yes", fg="green") if available else click.style("no ", fg="yellow")
    click.echo(f"  {word}  {text}")
    if not available and remedy:
        click.echo(f"       {remedy}")
